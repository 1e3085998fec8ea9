// What C makes of an addition: shown beside the handlers that do the same.
long add(long a, long b);

long add(long a, long b) {
    return a + b;
}

int main(void) {
    return 0;
}
