"""Records cut out of the bytes of an XML document, without parsing it: the innermost `record` elements, one by one."""

import re
from collections.abc import Iterator

from rianru.kernel.formats.marc.iso2709 import Chunk, NotMarc, Readable
from rianru.kernel.formats.marc.window import Cutter, Window
from rianru.kernel.words import T

ASIDE = 1 << 20  # bytes: a comment or CDATA section that is longer is an opening mark that nobody closed
NAME = rb"(?:[A-Za-z_][\w.-]{0,99}:)?"
_OPENING = re.compile(rb"<" + NAME + rb"record")
_TOKEN = re.compile(
    rb"<!--|<!\[CDATA\[|<!|<" + NAME + rb"record(?=[\s/>])|</" + NAME + rb"record\s{0,99}>|"
    rb"<" + NAME + rb"(?:leader|controlfield|datafield)(?=[\s/>])"
)
_EMPTY = re.compile(rb"<" + NAME + rb"record[^<>]{0,2000}/>")
_ASIDES = {b"<!--": b"-->", b"<![CDATA[": b"]]>"}
_ANY_ASIDE = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_DECLARATION = re.compile(rb"<!\s{0,9}(DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)


class UnsafeXml(NotMarc):
    """The document has a DOCTYPE or an ENTITY: nothing in it is read, expanded or fetched."""

    code = "marc.unsafe_xml"
    status = 422
    says = T(
        "ไฟล์ XML นี้มี {part} ซึ่งสั่งให้โปรแกรมขยายหรือไปดึงข้อมูลอื่นได้ จึงไม่อ่าน ส่งออกใหม่เป็น MARCXML ธรรมดาแล้วลองอีกครั้ง",
        "This XML has a {part}, which can make a program expand or fetch other things, so it is not read. "
        "Export it again as plain MARCXML.",
    )


class NoRecords(NotMarc):
    """A form that is known, but without a single record."""

    code = "marc.no_records"
    status = 422
    says = T(
        "ไม่พบระเบียน MARC ในไฟล์ {form} นี้ ตรวจว่าเลือกไฟล์ถูก หรือส่งออกใหม่อีกครั้ง",
        "There is no MARC record in this {form} file. Check that it is the right one, or export it again.",
    )


def refuse_document_type(head: bytes) -> None:
    """UnsafeXml when a document type, or a part of one, stands in what comes before the first record."""
    if found := _DECLARATION.search(_ANY_ASIDE.sub(b"", head)):
        raise UnsafeXml(part=found[1].decode("ascii").upper())


def split(stream: Readable, *, offset: int = 0, number: int = 0) -> Iterator[Chunk]:
    """The innermost `record` elements from `offset` on, where `stream` stands, in bounded memory.

    A record that another one begins in, that the file ends in, or that is longer than LONGEST, is given with `cut`; so
    are fields whose record never began. Refuses with UnsafeXml what has a document type before its first record, with
    NoRecords what has none.
    """
    cutter = _Cutter(Window(stream, offset), number)
    yield from cutter.chunks()
    if cutter.number == 0:
        raise NoRecords(form="MARCXML")


class _Cutter(Cutter):
    """`filled`: the open element has shown fields of MARC, so it is a record and no envelope of one."""

    filled = False

    def chunks(self) -> Iterator[Chunk]:
        window = self.window
        while True:
            token = _TOKEN.search(window.data, self.at)
            if token:
                yield from self._met(token)
                continue
            self.skip()
            if not self.read_on():
                break
        if self.start >= 0:
            yield self.chunk(len(window.data), cut=True)

    def _met(self, token: re.Match[bytes]) -> Iterator[Chunk]:
        """Goes past one token."""
        sign = token[0]
        self.at = token.end()
        if sign in _ASIDES:
            self.at = max(self.window.find(_ASIDES[sign], token.end(), within=ASIDE), token.end())
        elif sign == b"<!":
            self._declaration(token.start())
        elif sign.startswith(b"</"):
            if self.start >= 0:
                yield self.chunk(token.end())
        elif _OPENING.fullmatch(sign):
            yield from self._opened(token.start())
        else:
            if self.start < 0:
                self.begin(token.start())
            self.filled = True

    def _opened(self, position: int) -> Iterator[Chunk]:
        if self.start >= 0 and self.filled:  # the one before never ended; without MARC in it, it is an envelope
            yield self.chunk(position, cut=True)
        self.begin(position)
        self.filled = False
        self.window.fill(position + 2200)
        empty = _EMPTY.match(self.window.data, position)
        if empty:
            yield self.chunk(empty.end())

    def _declaration(self, position: int) -> None:
        """Refuses a document type before the first record; behind it, no parser ever sees one."""
        if self.number == 0:
            self.window.fill(position + 20)
            if found := _DECLARATION.match(self.window.data, position):
                raise UnsafeXml(part=found[1].decode("ascii").upper())
