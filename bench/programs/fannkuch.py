"""fannkuch: flip the first k cards of a deck, k being the top one, until 1 is on top; over all
permutations, how many flips at most, and the sum of flips, even permutations less odd ones. List
slices and small-int indexing. (The problem: Anderson and Rettig, 1994.)"""
import sys
import time


def fannkuch(size):
    """Walk the permutations by Heap's method: each differs from the last by one exchange, so even
    and odd ones alternate."""
    deck = list(range(1, size + 1))
    counters = [0] * size
    most = 0
    signed_sum = 0
    sign = 1
    while True:
        top = deck[0]
        if top != 1:
            flipped = deck[:]
            flips = 0
            while top != 1:
                flipped[:top] = flipped[top - 1::-1]
                flips += 1
                top = flipped[0]
            if flips > most:
                most = flips
            signed_sum += sign * flips
        i = 1
        while i < size and counters[i] == i:
            counters[i] = 0
            i += 1
        if i == size:
            return most, signed_sum
        j = counters[i] if i & 1 else 0
        deck[i], deck[j] = deck[j], deck[i]
        counters[i] += 1
        sign = -sign


def fannkuch_backwards(size):
    """The same from the end: every deck with 1 on top is the root of a tree of decks that come to
    it; a card k that lies at place k may have come there by the last flip."""
    most = 0
    signed_sum = 0
    visited = 0
    roots = [([1], 1)]
    for card in range(2, size + 1):
        roots = [(deck[:place] + [card] + deck[place:], sign * (-1) ** (len(deck) - place))
                 for deck, sign in roots for place in range(1, len(deck) + 1)]
    pending = [(deck, 0, sign) for deck, sign in roots]
    while pending:
        deck, flips, sign = pending.pop()
        visited += 1
        most = max(most, flips)
        signed_sum += sign * flips
        for k in range(2, size + 1):
            if deck[k - 1] == k:
                flip_sign = -1 if k * (k - 1) // 2 % 2 else 1
                pending.append((deck[:k][::-1] + deck[k:], flips + 1, sign * flip_sign))
    expected = 1
    for k in range(2, size + 1):
        expected *= k
    return (most, signed_sum) if visited == expected else None


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    if size < 1:
        sys.exit('fannkuch: the size must be at least 1')
    fannkuch(4)
    start = time.perf_counter_ns()
    answer = fannkuch(size)
    elapsed = time.perf_counter_ns() - start
    if answer != fannkuch_backwards(size):
        sys.exit('fannkuch: wrong answer at size %d: %r' % (size, answer))
    print('%d cards: %d flips at most, signed sum %d' % ((size,) + answer))
    print('seconds: %.9f' % (elapsed / 1e9), file=sys.stderr)


main()
