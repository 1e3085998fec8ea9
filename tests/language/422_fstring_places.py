# Where an expression of an f-string stands, told by errors and tracebacks: lines of a long literal
# are counted once, nested literals and format specs included.
import sys


def place(source):
    try:
        compile(source, "<places>", "exec")
        print("compiles")
    except SyntaxError as error:
        print(error.msg, error.lineno, error.offset, error.end_lineno, error.end_offset)


place("f'{a b}'")
place("x = f'''\n{a:{b}}\n{f\"{c}\"} {d e}'''")
place("x = f'''\n{f\"{a b}\"}'''")
place("x = ('text'\n  f'{a} {b}'\n  f'{c} {d e}')")
place("x = f'''{a}\n''' f'''\n{b c}'''")


def line_of(source, **names):
    try:
        exec(compile(source, "<lines>", "exec"), names)
    except ZeroDivisionError:
        trace = sys.exc_info()[2]
        while trace.tb_next:
            trace = trace.tb_next
        return trace.tb_lineno


print(line_of("x = f'''{1}\n{2}\n{1 / 0}\n'''"))
print(line_of("x = f'''{1}\n{2:{3}}\n{4:{5 / 0}}\n'''"))
print(line_of("x = f'''{1}\n{f\"{2}\"}\n\n{f\"{3 / 0}\"}\n'''"))
print(line_of("x = (f'{1}'\n f'{2}'\n f'{3 / 0}')"))
print(line_of("x = f'''" + "{1}\n" * 300 + "{1 / 0}'''"))
print(line_of("x = f'''" + "{1}\n" * 300 + "{2:{1 / 0}}'''"))
print(line_of("f = lambda: 1 / 0\nx = f'''\n{1}{\nf()}'''"))


class Spec:
    def __format__(self, spec):
        return spec


spec, n = Spec(), 7
print(f"{spec:{n}1{n}2{n}3{n}4{n}5{n}6{n}7{n}8{n}9{n}a{n}b{n}c{n}d{n}e{n}f{n}g{n}h{n}i}")
