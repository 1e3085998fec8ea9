// trees: many short-lived binary trees beside one that lives.
#include "bench/native/twin.h"

enum { LEAST_DEPTH = 4, MOST_LINES = 32 };

typedef struct Node {
    struct Node *left, *right;
} Node;

typedef struct {
    long trees, depth, nodes;
} Line;

static Node *make_tree(long depth) {
    Node *node = twin_allocate(NULL, sizeof(Node));
    node->left = depth ? make_tree(depth - 1) : NULL;
    node->right = depth ? make_tree(depth - 1) : NULL;
    return node;
}

static long count(const Node *node) {
    if (!node->left) return 1;
    return 1 + count(node->left) + count(node->right);
}

static void free_tree(Node *node) {
    if (!node) return;
    free_tree(node->left);
    free_tree(node->right);
    free(node);
}

static int run(long depth, Line *lines) {
    int line_count = 0;
    Node *lasting = make_tree(depth);
    for (long shallow = LEAST_DEPTH; shallow <= depth; shallow += 4) {
        long trees = 1L << (depth - shallow);
        long nodes = 0;
        for (long i = 0; i < trees; i++) {
            Node *tree = make_tree(shallow);
            nodes += count(tree);
            free_tree(tree);
        }
        lines[line_count++] = (Line){trees, shallow, nodes};
    }
    lines[line_count++] = (Line){1, depth, count(lasting)};
    free_tree(lasting);
    return line_count;
}

int main(int argc, char **argv) {
    long size = twin_size(argc, argv, 16);
    if (size > 40) {
        fprintf(stderr, "%s: no memory holds a tree of depth %ld\n", argv[0], size);
        return 1;
    }
    Line lines[MOST_LINES];
    run(3, lines);
    int64_t start = twin_clock(&size);
    int line_count = run(size, lines);
    int64_t end = twin_clock(lines);
    for (int i = 0; i < line_count; i++) {
        printf("%ld of depth %ld: %ld nodes\n", lines[i].trees, lines[i].depth, lines[i].nodes);
    }
    twin_report(end - start);
}
