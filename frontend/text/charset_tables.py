"""Makes charset_data.h from the codecs of Python 3.11 that map single bytes and keep ASCII.

Run in this folder: /usr/bin/python3.11 charset_tables.py
"""
import encodings
import encodings.aliases
import importlib
import pkgutil

ASCII = bytes(range(128))


def names_of(module):
    aliases = [alias for alias, name in encodings.aliases.aliases.items() if name == module]
    return sorted({module, *aliases})


def point(module, byte):
    try:
        return ord(bytes([byte]).decode(module))
    except UnicodeDecodeError:
        return 0


def charsets():
    for found in pkgutil.iter_modules(encodings.__path__):
        module = found.name
        if module in ("charmap", "mbcs", "oem", "iso8859_1"):
            continue
        if not hasattr(importlib.import_module("encodings." + module), "decoding_table"):
            continue
        if ASCII.decode(module, "replace") == ASCII.decode("ascii"):
            yield names_of(module), [point(module, byte) for byte in range(128, 256)]


with open("charset_data.h", "w") as out:
    out.write("// Encodings of one byte a character. Made by charset_tables.py; do not edit.\n"
              "#include <stdint.h>\n\n// clang-format off\n\n"
              "// Names with a space on both sides; what bytes from 0x80 on mean, 0 if nothing.\n"
              "static const struct {\n    const char *names;\n    uint16_t points[128];\n"
              "} charsets[] = {\n")
    for names, points in charsets():
        out.write(f'    {{" {" ".join(names)} ", {{\n')
        for at in range(0, 128, 16):
            out.write("     " + " ".join(f"{value}," for value in points[at:at + 16]) + "\n")
        out.write("    }},\n")
    out.write("};\n")
