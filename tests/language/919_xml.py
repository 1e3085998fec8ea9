# Trees, documents and events of XML, by the library modules that stand on pyexpat.
import xml.etree.ElementTree as ET
from xml.dom import minidom
import xml.sax, io
doc = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE root [<!ENTITY e "value">]>
<root a="1" b="zwei"><!-- c --><child>text &amp; more &e;</child><x:y xmlns:x="urn:x" x:z="3"/><![CDATA[raw <b>]]>tail</root>"""
root = ET.fromstring(doc)
for el in root.iter(): print(el.tag, el.attrib, repr(el.text), repr(el.tail))
root.append(ET.Element("new", k="v"))
print(ET.tostring(root)); ET.indent(root); print(ET.tostring(root, encoding="unicode"))
print([e.text for e in root.findall("./child")], root.find("new").get("k"))
for bad in ("<a>", "<a></b>", "", "<a b=1/>", "<a>&nope;</a>", "<a/><b/>"):
    try: ET.fromstring(bad)
    except ET.ParseError as e: print(type(e).__name__, e, e.code, e.position)
d = minidom.parseString(doc)
print(d.toxml()); print(d.documentElement.getElementsByTagName("child")[0].firstChild.data)
class H(xml.sax.ContentHandler):
    def startElement(self, n, a): print("start", n, dict(a))
    def endElement(self, n): print("end", n)
    def characters(self, c): print("chars", repr(c))
xml.sax.parseString(doc.replace("<!DOCTYPE root [<!ENTITY e \"value\">]>","").replace("&e;","").encode(), H())
it = ET.iterparse(io.BytesIO(b"<r>" + b"<i n='1'>x</i>" * 3 + b"</r>"), events=("start","end"))
for ev, el in it: print(ev, el.tag)
