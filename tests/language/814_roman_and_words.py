"""Numbers as text: Roman numerals, English words, any base, Morse, run-length, Caesar and Vigenere."""

ROMAN = (("M", 1000), ("CM", 900), ("D", 500), ("CD", 400), ("C", 100), ("XC", 90), ("L", 50), ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))


def to_roman(n):
    if not 0 < n < 4000:
        raise ValueError(f"{n} is outside 1..3999")
    result = []
    for letters, value in ROMAN:
        count, n = divmod(n, value)
        result.append(letters * count)
    return "".join(result)


def from_roman(text):
    values = dict((l, v) for l, v in ROMAN if len(l) == 1)
    total = 0
    previous = 0
    for letter in reversed(text):
        try:
            value = values[letter]
        except KeyError:
            raise ValueError("%r is no Roman digit" % letter) from None
        total += value if value >= previous else -value
        previous = max(previous, value)
    if to_roman(total) != text:
        raise ValueError("%s is not how %d is written" % (text, total))
    return total


ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
SCALES = ["", "thousand", "million", "billion", "trillion"]


def words(n):
    if n < 0:
        return "minus " + words(-n)
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + ("-" + ONES[n % 10] if n % 10 else "")
    if n < 1000:
        return ONES[n // 100] + " hundred" + (" and " + words(n % 100) if n % 100 else "")
    groups = []
    scale = 0
    while n:
        n, group = divmod(n, 1000)
        if group:
            groups.append((words(group) + " " + SCALES[scale]).rstrip())
        scale += 1
    return ", ".join(reversed(groups))


def base(n, b, digits="0123456789abcdefghijklmnopqrstuvwxyz"):
    if n == 0:
        return "0"
    sign, n = ("-", -n) if n < 0 else ("", n)
    out = ""
    while n:
        n, d = divmod(n, b)
        out = digits[d] + out
    return sign + out


MORSE = dict(zip("abcdefghijklmnopqrstuvwxyz", ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --..".split()))
SOUND = {code: letter for letter, code in MORSE.items()}


def morse(text):
    return " / ".join(" ".join(MORSE[c] for c in word) for word in text.lower().split())


def unmorse(code):
    return " ".join("".join(SOUND[c] for c in word.split()) for word in code.split(" / "))


def shift(c, k):
    for first in "aA":
        if ord(first) <= ord(c) < ord(first) + 26:
            return chr((ord(c) - ord(first) + k) % 26 + ord(first))
    return c


def vigenere(text, key, sign=1):
    out = []
    i = 0
    for c in text:
        if c.isalpha():
            out.append(shift(c, sign * (ord(key[i % len(key)]) - 97)))
            i += 1
        else:
            out.append(c)
    return "".join(out)


def squeeze(text):
    out = ""
    while text:
        n = len(text) - len(text.lstrip(text[0]))
        out += (str(n) if n > 1 else "") + text[0]
        text = text[n:]
    return out


def expand(text):
    out, n = "", ""
    for c in text:
        if c.isdigit():
            n += c
        else:
            out += c * int(n or 1)
            n = ""
    return out


for n in (1, 4, 9, 14, 40, 90, 400, 1994, 2024, 3888, 3999):
    print(n, to_roman(n), from_roman(to_roman(n)), words(n))
print(all(from_roman(to_roman(n)) == n for n in range(1, 4000)), max((len(to_roman(n)), n) for n in range(1, 4000)))
for bad in ("IIII", "VX", "ABC", "IC", ""):
    try:
        print(from_roman(bad))
    except ValueError as e:
        print("ValueError:", e)
for n in (0, 7, 19, 21, 80, 100, 101, 999, 1000, 1001, 12345, 1000000, 987654321, -42, 10 ** 12 + 1):
    print(n, "=", words(n))
print(sum(len(words(n).replace(" ", "").replace("-", "").replace(",", "")) for n in range(1, 1001)))
for b in (2, 3, 8, 16, 36):
    print(b, base(1234567, b), int(base(1234567, b), b), base(-255, b), base(0, b))
print(morse("Hello World"), unmorse(morse("Hello World")), unmorse(morse("the quick brown fox")))
secret = vigenere("Attack at dawn, not before!", "lemon")
print(secret, vigenere(secret, "lemon", -1), "".join(shift(c, 13) for c in "Uryyb"))
for text in ("aaabbbccc", "wwwwbwwwaa", "abc", "", "zzzzzzzzzzzzzzzzzzzzzzzzzz"):
    print(repr(squeeze(text)), expand(squeeze(text)) == text)
print(sorted(range(1, 21), key=words), sorted(range(1, 21), key=to_roman))
