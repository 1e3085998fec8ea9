# Loops as programs write them: two pointers, sentinels, state machines, counters.
def is_palindrome(s):
    i, j = 0, len(s) - 1
    while i < j:
        if s[i] != s[j]:
            return False
        i, j = i + 1, j - 1
    return True
print([is_palindrome(s) for s in ('', 'a', 'ab', 'aba', 'abba', 'abca')])
def binary_search(items, target):
    low, high = 0, len(items)
    while low < high:
        middle = (low + high) // 2
        if items[middle] < target:
            low = middle + 1
        elif items[middle] > target:
            high = middle
        else:
            return middle
    return ~low
print([binary_search([1, 3, 5, 7, 9], x) for x in range(11)])
def run_lengths(s):
    result = []
    i = 0
    while i < len(s):
        j = i
        while j < len(s) and s[j] == s[i]:
            j += 1
        result.append((s[i], j - i))
        i = j
    return result
print(run_lengths('aaabccdddd'), run_lengths(''))
def state_machine(text):
    state = 'start'
    tokens = []
    current = ''
    for c in text + ' ':
        if state == 'start':
            if c.isdigit():
                state, current = 'number', c
            elif c.isalpha():
                state, current = 'word', c
        elif state == 'number' and c.isdigit() or state == 'word' and c.isalnum():
            current += c
        else:
            tokens.append((state, current))
            state = 'start'
    return tokens
print(state_machine('abc 123 x1 4y'))
def gcd(a, b):
    while b: a, b = b, a % b
    return a
print(gcd(48, 18), gcd(17, 5), gcd(10 ** 20, 15 ** 10), [gcd(i, 12) for i in range(13)])
def newton(x):
    guess = x
    while True:
        better = (guess + x / guess) / 2
        if abs(better - guess) < 1e-12:
            return round(better, 10)
        guess = better
print(newton(2.0), newton(144.0))
digits = []
n = 9876543210
while n: n, d = divmod(n, 10); digits.append(d)
print(digits)
for i in range(1, 16): print('FizzBuzz' if i % 15 == 0 else 'Fizz' if i % 3 == 0 else 'Buzz' if i % 5 == 0 else i, end=' ')
print()
