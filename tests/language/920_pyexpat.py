# Parsers of pyexpat: every handler, errors, buffered text, external entities, encodings.
import pyexpat, gc
from xml.parsers import expat
print(pyexpat.ErrorString(3), expat.errors.XML_ERROR_SYNTAX, expat.errors.codes[expat.errors.messages[2]])
log = []
names = [n for n in dir(pyexpat.XMLParserType) if n.endswith("Handler") or n == "DefaultHandlerExpand"]
print(names)
p = expat.ParserCreate(namespace_separator=" ")
for n in names:
    if n in ("DefaultHandler", "NotStandaloneHandler"): continue
    setattr(p, n, lambda *a, n=n: (log.append((n, a)), 1)[1])
p.buffer_text = True
text = """<?xml version='1.0' encoding='utf-8' standalone='no'?>
<!DOCTYPE d PUBLIC "pub" "sys" [
<!ELEMENT d (a|b)*><!ATTLIST d x CDATA #IMPLIED y (p|q) 'p'>
<!ENTITY inner "inside"><!ENTITY ext SYSTEM "other.xml"><!NOTATION gif SYSTEM "gif">
<!ENTITY pic SYSTEM "p.gif" NDATA gif>]>
<d xmlns="urn:d" x='1'><?go now?><a>one
two &inner;</a><!-- note --><b><![CDATA[<raw>]]></b>&ext;</d>"""
try: print(p.Parse(text, True))
except expat.ExpatError as e: print(e)
for row in log: print(row)
print(p.CurrentLineNumber, p.CurrentColumnNumber, p.CurrentByteIndex, p.ErrorCode, p.buffer_used)
p = expat.ParserCreate()
def boom(*a): raise KeyError("from a handler")
p.StartElementHandler = boom
try: p.Parse("<a><b/></a>")
except KeyError as e: print("KeyError", e)
try: p.Parse("<c/>", True)
except expat.ExpatError as e: print(e, e.code, e.lineno, e.offset)
p = expat.ParserCreate(); p.ordered_attributes = True; p.specified_attributes = 1
p.StartElementHandler = lambda *a: print(a)
p.Parse(b"<a z='1' b='2'>"); p.Parse(b"</a>", 1)
print(p.ordered_attributes, p.specified_attributes, p.namespace_prefixes, p.intern is not None, p.buffer_size)
for wrong in (lambda: expat.ParserCreate(1), lambda: expat.ParserCreate(None, "ab"),
              lambda: p.Parse(3), lambda: p.SetBase(1), lambda: setattr(p, "buffer_size", 0),
              lambda: setattr(p, "buffer_size", "x"), lambda: p.ParseFile(3), lambda: type(p)(),
              lambda: p.nothing, lambda: delattr(p, "StartElementHandler"),
              lambda: delattr(p, "ordered_attributes"), lambda: expat.ParserCreate(intern=3)):
    try:
        print(wrong())
    except Exception as e:
        print(type(e).__name__, e)
q = expat.ParserCreate()
def ext(context, base, system, public):
    sub = q.ExternalEntityParserCreate(context)
    print("sub", sub.Parse("<x>in</x>", True), base, system, public); return 1
q.ExternalEntityRefHandler = ext
q.StartElementHandler = lambda n, a: print("start", n)
q.SetBase("/base"); print(q.GetBase())
print(q.Parse("<!DOCTYPE d [<!ENTITY e SYSTEM 'e.xml'>]><d>&e;</d>", True))
r = expat.ParserCreate("koi8-r"); r.CharacterDataHandler = lambda t: print(ascii(t))
print(r.Parse("<a>\u0430\u0431</a>".encode("koi8-r"), True))
r = expat.ParserCreate(); r.CharacterDataHandler = lambda t: print(ascii(t))
try: print(r.Parse("<?xml version='1.0' encoding='cp1251'?><a>\u0430\u0431</a>".encode("cp1251"), True))
except Exception as e: print(type(e).__name__, e)
s = expat.ParserCreate(); s.buffer_text = True; s.buffer_size = 4
s.CharacterDataHandler = lambda t: print(repr(t))
s.Parse('<a>abc\ndefgh\nij</a>', True)
del p, q, r, s; gc.collect(); print("done")
