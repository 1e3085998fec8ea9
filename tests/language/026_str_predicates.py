# isalpha and its family.
for s in ('abc', 'ABC', '123', 'a1', ' ', '', '_x', '1x', 'a b', '\xe9', '\u0663', '\xb2', '\u2167', '\t\n', '-1', '1.5', 'def'):
    print(ascii(s), s.isalpha(), s.isdigit(), s.isdecimal(), s.isnumeric(), s.isalnum(), s.isspace(),
          s.isidentifier(), s.isprintable(), s.isascii())
