# Trap: repr of strings.
print(repr('a\'b'), repr("a'b\"c"), repr('\n\t\x00\x7f\xe9\u20ac\U0001f600'), ascii('\xe9'), repr('\ud800'))
