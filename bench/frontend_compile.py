"""What `frontend-work compile` times, by CPython's compile(): bytes to code, all once untimed, then timed."""
import sys
import time
import warnings


def compile_all(sources):
    for path, source in sources:
        compile(source, path, "exec", dont_inherit=True)


def main(paths):
    warnings.simplefilter("ignore")
    sources = []
    for path in paths:
        with open(path, "rb") as file:
            sources.append((path, file.read()))
    compile_all(sources)
    start = time.process_time()
    compile_all(sources)
    seconds = time.process_time() - start
    lines = sum(source.count(b"\n") for _, source in sources)
    print(f"{seconds:.9f} seconds, {lines} lines, {sum(len(source) for _, source in sources)} bytes")


main(sys.argv[1:])
