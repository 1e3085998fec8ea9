# Trap: f-string specs.
x = 3.14159; n = 42; w = 10
print(f'{x:.2f}|{x:{w}.3f}|{n:>6}|{n:06d}|{n:#b}|{n!r:>5}|{"s"!s:^5}|{x=:.1f}|{n:,}|{n:x}|{{}}|{n:c}|{1e10:g}|{0.5:%}|{-5:=+8d}|{"abc":.2}|{True}|{None!r}')
