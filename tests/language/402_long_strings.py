# What is long takes no more than its length: f-strings of many parts and lines, many escapes.
count = 20000
y = 7
text = eval('f"""' + '{y}\n' * count + '"""')
print(len(text), text.count('\n'), text[:4] == '7\n7\n')
text = eval("f'" + '{y:>{y}}' * count + "'")
print(len(text))
text = eval("'" + '\\N{BULLET}\\u20ac\\xe9' * count + "'")
print(len(text), ascii(text[:3]))
text = eval('(' + 'f"{y}" "x" ' * count + ')')
print(len(text), text[:4])
text = eval("f'''" + "{f'{y}'\n}" * count + "'''")
print(len(text))
try:
    eval("f'''" + '{y}\n' * count + '{y z}' + "'''")
except SyntaxError as error:
    print(error.msg, error.lineno, error.offset)
