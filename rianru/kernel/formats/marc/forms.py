"""Every form in which a library hands over its records, behind one shape: cut into chunks, each read by itself."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from rianru.kernel.formats.marc import iso2709, marcjson, marcxml, rowgroups, rows, table
from rianru.kernel.formats.marc.decoding import known
from rianru.kernel.formats.marc.doctor import treat, treat_record
from rianru.kernel.formats.marc.iso2709 import FIRST, Chunk, NotMarc, Readable
from rianru.kernel.formats.marc.marcxml_cut import NoRecords, UnsafeXml, refuse_document_type
from rianru.kernel.formats.marc.repairs import losses_in_order, repairs_in_order
from rianru.kernel.formats.marc.treatment import Treatment
from rianru.kernel.words import T

_MARKS = b"\xef\xbb\xbf"
_BLANKS = b"\x00\r\n \t\x1a"
_RECORD = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,99}:)?(?:record|leader|controlfield|datafield)[\s/>]")
_JSON = re.compile(rb'"(?:leader|fields)"\s*:')
_JSON_BEGINS = re.compile(rb"[\[{]\s*(?:[\"\[\]{}]|\Z)")
_MARC_BEGINS = re.compile(rb"[0-9]{5}[a-z][a-z ]{2}[ -~]{2}22[0-9]{5}.{3}4500(?:[0-9A-Z]{3}[0-9]{9})*[0-9A-Z]{0,11}\Z")
_BIBTEX = re.compile(rb"@[A-Za-z]{3,20}\s*\{")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
COMPRESSED = T("เป็นไฟล์บีบอัด ให้แตกไฟล์ก่อน", "it is a compressed file; unpack it first")
PICTURE = T("เป็นไฟล์ภาพ", "it is a picture")
EXCEL = T("เป็นไฟล์ Excel ให้บันทึกเป็น CSV UTF-8 ก่อน", "it is an Excel file; save it as CSV UTF-8 first")
OFFICE = T("เป็นไฟล์เอกสารสำนักงาน", "it is an office document")
DATABASE = T("เป็นไฟล์ฐานข้อมูล ให้ส่งออกเป็น CSV หรือ MARC", "it is a database; export CSV or MARC from it")
UTF16 = T(
    "เป็น XML หรือ JSON แบบ UTF-16 ให้บันทึกเป็น UTF-8 ก่อน", "it is XML or JSON in UTF-16; save it as UTF-8 first"
)
PIPE = T("เป็นท่อ (pipe) ซึ่งอ่านซ้ำไม่ได้ ให้บันทึกเป็นไฟล์ก่อน", "it is a pipe, which is read only once; save it as a file first")
CUT = T("เป็น MARC ที่ขาดตั้งแต่ต้นระเบียนแรก", "it is MARC that is cut at the beginning of its first record")
_SIGNATURES: tuple[tuple[bytes, T], ...] = (
    (b"\x1f\x8b", COMPRESSED), (b"BZh", COMPRESSED), (b"\xfd7zXZ", COMPRESSED), (b"7z\xbc\xaf", COMPRESSED),
    (b"Rar!", COMPRESSED), (b"\x28\xb5\x2f\xfd", COMPRESSED),
    (b"%PDF", T("เป็นไฟล์ PDF", "it is a PDF")),
    (b"\x89PNG", PICTURE), (b"\xff\xd8\xff", PICTURE), (b"GIF8", PICTURE), (b"II*\x00", PICTURE), (b"MM\x00*", PICTURE),
    (b"RIFF", T("เป็นไฟล์ภาพหรือเสียง", "it is a picture or a sound")),
    (b"\xd0\xcf\x11\xe0", T("เป็นไฟล์ Excel หรือ Word รุ่นเก่า ให้บันทึกเป็น CSV UTF-8 ก่อน",
                            "it is an old Excel or Word file; save it as CSV UTF-8 first")),
    (b"SQLite format 3", DATABASE), (b"\x00\x01\x00\x00Standard ", DATABASE),
    (b"=LDR  ", T("เป็น MARC แบบข้อความ (.mrk) ให้แปลงเป็น .mrc ก่อน",
                   "it is MARC as text (.mrk); turn it into .mrc first")),
    (b"TY  - ", T("เป็นไฟล์บรรณานุกรม RIS", "it is a RIS bibliography")),
    (b"{\\rtf", OFFICE), (b"%!PS", T("เป็นไฟล์ PostScript", "it is PostScript")),
    (b"\x7fELF", T("เป็นโปรแกรม", "it is a program")), (b"MZ\x90", T("เป็นโปรแกรม", "it is a program")),
)  # fmt: skip


class FormUnknown(NotMarc):
    """The file is in no form that we take. `reason` is what it seems to be, in both languages."""

    code = "marc.form_unknown"
    status = 422
    says = T(
        "ไฟล์นี้ไม่ใช่รายการหนังสือแบบที่รับได้: {reason} ลองส่งเป็น MARC (.mrc), MARCXML, MARC-in-JSON หรือตาราง CSV",
        "This file is not in a form that we take: {reason}. Send MARC (.mrc), MARCXML, MARC-in-JSON or a CSV table.",
    )


@dataclass(frozen=True, slots=True)
class Form:
    """One file's form: iso2709, marcxml, marcjson or csv, with what is needed to read a record by itself.

    Plain data: it can be sent to another process. `encoding` is what a person or a source says (empty: judge by bytes);
    `declared` is what the file says of itself; `layout` is there for csv alone.
    """

    name: str
    encoding: str = ""
    declared: str = ""
    layout: rows.Layout | None = None

    def split(self, stream: Readable, *, offset: int = 0, number: int = 0) -> Iterator[Chunk]:
        """The records from `offset` on, numbered from `number` + 1; bounded memory. Of a table, rows of one book that
        follow each other are one record (rowgroups).

        Going on from (chunk.end, chunk.number) gives the same as never having stopped. NotMarc, at the first record
        asked for, when the file is not what its first bytes promised, or holds no record.
        """
        stream.seek(offset)
        if self.layout is not None:
            return self._rows(stream, self.layout, offset, number)
        cut = {"iso2709": iso2709.split, "marcxml": marcxml.split, "marcjson": marcjson.split}[self.name]
        return cut(stream, offset=offset, number=number)

    def _rows(self, stream: Readable, layout: rows.Layout, offset: int, number: int) -> Iterator[Chunk]:
        begin = max(offset, layout.start)
        stream.seek(begin)
        found = False
        for chunk in rowgroups.split(stream, layout, offset=begin, number=number):
            found = True
            yield chunk
        if not found and number == 0:
            raise NoRecords(form="CSV")

    def treat(self, raw: bytes) -> Treatment:
        """One chunk's bytes as a record with what was mended, or the code of why it cannot be used."""
        if self.name == "iso2709":
            return treat(raw, encoding=self.encoding)
        declared = known(self.encoding) or self.declared
        if self.layout is not None:
            found = rowgroups.read(raw, self.layout)
        elif self.name == "marcxml":
            found = marcxml.read_xml(raw, declared=declared)
        else:
            found = marcjson.read_json(raw, declared=declared)
        return _texts_mended(found)


def _texts_mended(found: Treatment) -> Treatment:
    """What the doctor makes of the texts, beside what reading the form has mended already."""
    if found.record is None:
        return found
    more = treat_record(found.record)
    repairs = repairs_in_order((*found.repairs, *more.repairs))
    return Treatment(more.record, found.encoding, repairs, losses_in_order((*found.losses, *more.losses)))


def open_form(stream: Readable, *, name: str = "", columns: Sequence[str] | None = None, encoding: str = "") -> Form:
    """The form of a file by its first bytes; `stream` is seekable and left at its beginning.

    `name` is the file's or a form's, only a hint; `columns` are words of columns.COLUMNS by position, for a table
    (guessed when None); `encoding` overrides what the bytes say. Refuses with FormUnknown what is no
    form we know, with UnsafeXml a document type, and for a table with ColumnsWrong: all of them are NotMarc.
    """
    if not stream.seekable():
        raise FormUnknown(reason=PIPE)
    stream.seek(0)
    start = stream.read(FIRST)
    stream.seek(0)
    whole = len(start) < FIRST
    head = start.removeprefix(_MARKS).lstrip(_BLANKS)
    if not head:
        raise FormUnknown(reason=T("ไฟล์ว่าง", "the file is empty"))
    _refuse_others(start, head)
    if table.encoding_of(start)[0].startswith("utf-16"):
        return _table(stream, start, name, columns, encoding)
    if head[:1] == b"<":
        return _xml(head, whole, encoding)
    if head[:1] in b"{[" and (_JSON.search(head) or not whole):
        return Form("marcjson", encoding)
    if _JSON_BEGINS.match(head):
        raise FormUnknown(reason=T("เป็น JSON ที่ไม่มีระเบียน MARC", "it is JSON without MARC records"))
    if _MARC_BEGINS.match(head):
        raise FormUnknown(reason=CUT)
    if iso2709.FIELD_END in head or (iso2709.RECORD_END in head and head[:5].isdigit()):
        next(iso2709.split(BytesIO(start)), None)
        return Form("iso2709", encoding)
    return _table(stream, start, name, columns, encoding)


def _refuse_others(start: bytes, head: bytes) -> None:
    """What is known to be something else."""
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        raise FormUnknown(reason=_zipped(head))
    for signature, reason in _SIGNATURES:
        if start.startswith(signature) or head.startswith(signature):
            raise FormUnknown(reason=reason)
    if start[:2] in _UTF16 and start[2:80].replace(b"\x00", b"").lstrip()[:1] in (b"<", b"{", b"["):
        raise FormUnknown(reason=UTF16)
    if _BIBTEX.match(head):
        raise FormUnknown(reason=T("เป็นไฟล์บรรณานุกรม BibTeX", "it is a BibTeX bibliography"))
    lowered = head[:1000].lower()
    if lowered.startswith(b"<") and (b"<html" in lowered or lowered.startswith(b"<!doctype html")):
        raise FormUnknown(reason=T("เป็นหน้าเว็บ (HTML)", "it is a web page (HTML)"))


def _zipped(head: bytes) -> T:
    if b"xl/" in head:
        return EXCEL
    if b"word/" in head or b"ppt/" in head or b"opendocument" in head:
        return OFFICE
    return T("เป็นไฟล์ EPUB", "it is an EPUB book") if b"epub+zip" in head[:100] else COMPRESSED


def _xml(head: bytes, whole: bool, encoding: str) -> Form:
    """MARCXML, unless it has a document type or visibly nothing of MARC."""
    if b"\x00<\x00" in head[:200] or b"<\x00" in head[:2]:
        raise FormUnknown(reason=UTF16)
    first = _RECORD.search(head)
    refuse_document_type(head[: first.start()] if first else head)
    if first is None and whole:
        raise FormUnknown(reason=T("เป็น XML ที่ไม่มีระเบียน MARC", "it is XML without MARC records"))
    return Form("marcxml", encoding, known(marcxml.declared_encoding(head)))


def _table(stream: Readable, start: bytes, name: str, columns: Sequence[str] | None, encoding: str) -> Form:
    """A table: text of two columns or more, or of what columns somebody said."""
    looked = table.guess(stream, encoding=encoding)
    if looked.encoding not in ("utf-16-le", "utf-16-be") and b"\x00" in start:
        raise FormUnknown(reason=T("ไม่ใช่ข้อความ และไม่ใช่ MARC", "it is neither text nor MARC"))
    if columns is None and looked.width < 2 and not name.lower().endswith(("csv", "tsv")):
        raise FormUnknown(reason=T("เป็นข้อความธรรมดา ไม่มีคอลัมน์", "it is plain text without columns"))
    return Form("csv", encoding, looked.encoding, looked.layout(columns))


__all__ = ["Form", "FormUnknown", "NoRecords", "UnsafeXml", "open_form"]
