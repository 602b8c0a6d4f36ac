"""MARCXML (MARC21slim): one record's bytes read, and records written.

Records are cut out of the bytes and parsed one by one, so one broken record is one rejection, and no document type can
reach a parser; should one, it is refused there too. What breaks the schema is mended and said, or left out and said.
"""

import re
from collections.abc import Mapping
from html.entities import html5
from typing import NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from rianru.kernel.formats.marc.decoding import Findings, clean, decode, one_line
from rianru.kernel.formats.marc.iso2709 import LONGEST
from rianru.kernel.formats.marc.marcxml_cut import NAME, NoRecords, UnsafeXml, split
from rianru.kernel.formats.marc.parts import control_field, data_field, leader_of, tag_of
from rianru.kernel.formats.marc.record import Field, Record
from rianru.kernel.formats.marc.treatment import Treatment
from rianru.kernel.formats.marc.write import NotWritable

__all__ = ["NoRecords", "UnsafeXml", "declared_encoding", "read_xml", "split", "write_xml"]

DEEPEST = 50
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*\\?['\"]([\w.-]+)")
_VALUES = re.compile(rb"[^<>]+")
_ENDED = re.compile(rb"(?:</" + NAME + rb"record\s*|/)>\Z")
_REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot|apos);|#(\d{1,7});|#x([0-9A-Fa-f]{1,6});|([A-Za-z][A-Za-z0-9]{1,30});)?")
_PACKED = re.compile(r"<(?:[A-Za-z_][\w.-]{0,99}:)?record[\s>].*>", re.DOTALL)
_BARE_LESS = re.compile(r"<(?![A-Za-z_/!?])")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Broken(Exception):
    """`code`: a key of form_words.ERRORS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def declared_encoding(head: bytes) -> str:
    """The name in the XML declaration; empty without one."""
    found = _DECLARED.search(head[:400])
    return found[1].decode("ascii", "replace") if found else ""


def read_xml(raw: bytes, *, declared: str = "") -> Treatment:
    """One `record` element's bytes. `declared`: utf-8, cp874, latin-1 or empty; believed only where bytes do not speak.

    Errors: cut, too_long, xml, xml_unsafe, too_deep, no_fields.
    """
    if len(raw) > LONGEST:
        return Treatment(None, error="too_long")
    if not _ENDED.search(raw):
        return Treatment(None, error="cut")
    notes = Findings()
    text = decode(raw, declared, _VALUES, notes)
    try:
        found = _parsed(text, notes)
    except _Broken as error:
        return Treatment(None, encoding=notes.encoding, error=error.code)
    if not found.fields:
        return Treatment(None, encoding=notes.encoding, error="no_fields")
    record = Record(leader_of(found.leader, notes), tuple(found.fields))
    return Treatment(record, notes.encoding, tuple(notes.repairs), tuple(notes.losses))


def _parsed(text: str, notes: Findings) -> "_Reader":
    """The record, or the one that an envelope carries as escaped text (SRU's recordPacking=string)."""
    try:
        found = _Reader(notes).feed(text)
    except expat.ExpatError:
        text = _mended(text, notes)
        try:
            found = _Reader(notes).feed(text)
        except expat.ExpatError:
            raise _Broken("xml") from None
    inner = _PACKED.search(found.packed) if not found.fields else None
    if inner:
        try:
            return _Reader(notes).feed(inner[0])
        except expat.ExpatError:
            raise _Broken("xml") from None
    return found


def _mended(text: str, notes: Findings) -> str:
    """What XML does not allow: a lone & or <, references to nothing, named characters of HTML, controls, \\" for "."""
    if '=\\"' in text:  # copied out of a JSON string
        notes.mended("xml_escapes")
        text = text.replace('\\"', '"')
    plain, dropped = _NOT_XML.subn("", text)
    if dropped:
        notes.mended("controls")
    mended = _BARE_LESS.sub("&lt;", _REFERENCE.sub(_reference, plain))
    if mended != plain:
        notes.mended("xml_escapes")
    return mended


def _reference(found: re.Match[str]) -> str:
    plain, decimal, hexadecimal, name = found.groups()
    if plain:
        return found[0]
    if decimal or hexadecimal:
        value = int(decimal) if decimal else int(hexadecimal, 16)
        right = value <= 0x10FFFF and not _NOT_XML.match(chr(value))
        return found[0] if right else "&amp;" + found[0][1:]
    if name and name + ";" in html5:
        return escape(html5[name + ";"])
    return "&amp;" + found[0][1:]


class _Reader:
    """Fields as expat tells of them. `packed`: text outside of fields, where an envelope may hold a record."""

    def __init__(self, notes: Findings) -> None:
        self.notes, self.leader, self.fields, self.packed = notes, "", list[Field](), ""
        self._depth, self._text, self._attributes = 0, list[str](), dict[str, str]()
        self._subfields: list[tuple[str, str]] | None = None
        self._open = ""  # the element whose text is being gathered

    def feed(self, text: str) -> "_Reader":
        """Parses a whole fragment. expat.ExpatError when it is not well-formed; _Broken for what may not be there."""
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text.append
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = parser.UnparsedEntityDeclHandler = _unsafe
        parser.ExternalEntityRefHandler = parser.SkippedEntityHandler = _unsafe
        parser.Parse(text.encode("utf-8", "replace"), True)
        return self

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _Broken("too_deep")
        kind = name.rpartition(":")[2]
        if (kind == "subfield" and self._subfields is not None) or kind in ("leader", "controlfield"):
            self._outside()
            self._open, self._attributes = kind, attributes
        elif kind == "datafield":
            self._outside()
            self._open, self._attributes, self._subfields, self._field = "", attributes, [], attributes
        elif not (self._depth == 1 and kind == "record"):
            self.notes.mended("elements_unknown")

    def _end(self, name: str) -> None:
        self._depth -= 1
        kind = name.rpartition(":")[2]
        if kind == "datafield" and self._subfields is not None:
            self._outside()
            self._data(self._field, self._subfields)
            self._subfields = None
        elif kind == self._open:
            self._closed(kind, self._taken())
            self._open = ""
        elif kind == "record":
            self._outside()

    def _closed(self, kind: str, text: str) -> None:
        if kind == "leader":
            self.leader = self.leader or text
        elif kind == "controlfield":
            tag = tag_of(self._attributes.get("tag", ""), self.notes)
            if tag:
                self.fields.append(control_field(tag, text, self.notes))
        elif self._subfields is not None:
            self._subfields.append((self._attributes.get("code", ""), text))

    def _data(self, attributes: Mapping[str, str], subfields: list[tuple[str, str]]) -> None:
        tag = tag_of(attributes.get("tag", ""), self.notes)
        if tag:
            pair = attributes.get("ind1"), attributes.get("ind2")
            self.fields.append(data_field(tag, pair, subfields, self.notes))

    def _outside(self) -> None:
        """Text that stands where only elements may."""
        text = self._taken().strip()
        if not text:
            return
        if self._subfields is not None:
            self.notes.mended("text_outside")
            self._subfields.append(("", text))
        else:
            self.packed += text

    def _taken(self) -> str:
        """The text gathered since the last element."""
        text = clean("".join(self._text), self.notes)
        self._text.clear()
        if self._open in ("subfield", "controlfield"):
            return one_line(text, self.notes)
        return text


def _unsafe(*_: object) -> NoReturn:
    raise _Broken("xml_unsafe")


_SCHEMA_LEADER = (
    (0, 5, r"[\d ]", "0"), (5, 6, r"[\dA-Za-z ]", "n"), (6, 7, r"[\dA-Za-z]", "a"), (7, 10, r"[\dA-Za-z ]", " "),
    (10, 12, r"2", "2"), (12, 17, r"[\d ]", "0"), (17, 20, r"[\dA-Za-z ]", " "),
)  # fmt: skip
_SCHEMA_CONTROL = re.compile(r"00[1-9A-Za-z]")
_SCHEMA_TAG = re.compile(r"0[1-9A-Z][0-9A-Z]|0[1-9a-z][0-9a-z]|[1-9A-Z][0-9A-Z]{2}|[1-9a-z][0-9a-z]{2}")
_SCHEMA_INDICATOR = re.compile(r"[\da-z ]{2}")
_SCHEMA_CODE = re.compile(r"[\dA-Za-z!\"#$%&'()*+,\-./:;<=>?{}_^`~\[\]\\]")


def write_xml(record: Record, *, wrapped: bool = True) -> str:
    """The record as MARCXML, valid against MARC21slim; `wrapped` gives it the namespace, so that it stands alone.

    A leader is fitted to the schema (09 is `a`: XML is Unicode). Refuses with NotWritable a tag, an indicator, a
    subfield code or a character that the schema or XML has no place for, and a record without fields.
    """
    number = record.control("001").strip() or "–"
    space = ' xmlns="http://www.loc.gov/MARC21/slim"' if wrapped else ""
    if not record.fields:
        raise NotWritable(number=number, part="directory")
    lines = [f"<record{space}>", f"  <leader>{escape(_leader(record.leader))}</leader>"]
    for field in record.fields:
        if part := _unfit(field):
            raise NotWritable(number=number, part=part)
        lines += _element(field)
    return "\n".join([*lines, "</record>\n"])


def _leader(leader: str) -> str:
    given = leader.ljust(24)
    parts = (
        "".join(sign if re.fullmatch(allowed, sign, re.ASCII) else other for sign in given[start:end])
        for start, end, allowed, other in _SCHEMA_LEADER
    )
    fitted = "".join(parts)
    return f"{fitted[:9]}a{fitted[10:]}4500"


def _unfit(field: Field) -> str:
    """What keeps a field from being written; empty when nothing does."""
    if field.tag < "010":
        right = bool(_SCHEMA_CONTROL.fullmatch(field.tag)) and not field.subfields
        texts = [field.data]
    else:
        right = bool(_SCHEMA_TAG.fullmatch(field.tag) and field.subfields) and not field.data
        texts = [text for _, text in field.subfields]
        if not _SCHEMA_INDICATOR.fullmatch(field.indicators):
            return f"{field.tag} indicators"
        wrong = next((code for code, _ in field.subfields if not _SCHEMA_CODE.fullmatch(code)), None)
        if wrong is not None:
            return f"{field.tag} ${wrong}"
    return "" if right and not any(map(_NOT_XML.search, texts)) else field.tag


def _element(field: Field) -> list[str]:
    if field.tag < "010":
        return [f'  <controlfield tag="{field.tag}">{_text(field.data)}</controlfield>']
    return [
        f'  <datafield tag="{field.tag}" ind1="{field.indicators[0]}" ind2="{field.indicators[1]}">',
        *(f"    <subfield code={quoteattr(code)}>{_text(text)}</subfield>" for code, text in field.subfields),
        "  </datafield>",
    ]


def _text(text: str) -> str:
    return escape(text, {"\r": "&#13;"})
