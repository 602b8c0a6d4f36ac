"""One row of a library's spreadsheet as a MARC 21 record, so that everything behind the import treats it alike."""

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from rianru.kernel.formats.isbn import to_13
from rianru.kernel.formats.marc.columns import is_year
from rianru.kernel.formats.marc.decoding import Findings, one_line
from rianru.kernel.formats.marc.languages import codes_in
from rianru.kernel.formats.marc.record import Field, Record
from rianru.kernel.thai import fold, normalise, to_arabic
from rianru.kernel.words import T

LEADER = "00000nam a22000007  4500"  # a book; encoding level 7: minimal
MOST_COPIES = 200  # that one cell may count
MOST_TOLD = 20_000  # copies of one record; more than any import takes, which then says so
_BOOK = ("title", "subtitle", "volume", "edition", "author")  # with the first ISBN what makes a control number
_HELD = ("barcode", "copies", "shelf", "branch", "price")
_LISTS = {"author", "translator", "subject", "isbn", "issn", "barcode", "link"}
_THAI = re.compile("[\u0e01-\u0e4e]")
_LIST = re.compile(r"\s*[;|\n]\s*")
_CODES = re.compile(r"\s*[,;|\n]\s*")
_NOTHING = re.compile(r"[\-–—_.*?]+|n/?a|null|ไม่มี|ไม่ระบุ|ไม่ทราบ", re.IGNORECASE)  # how people leave a cell blank
_EXCEL = re.compile(r'=\s*"([^"]*)"')
_ROUNDED = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_ISBN = re.compile(r"[\dXx][\dXx\-‐–\s]{7,20}[\dXx]")
_NOTE = re.compile(r"[(\[]([^)\]]{1,80})[)\]]")
_ROLE = re.compile(
    r"\s*[(\[]\s*(ผู้แปล|แปล|ผู้วาด|ภาพประกอบ|ผู้วาดภาพประกอบ|บรรณาธิการ|ผู้เรียบเรียง|เรียบเรียง|translator|editor|illustrator)"
    r"\.?\s*[)\]]\s*\Z",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"(?:สำนักงาน|กรม|กระทรวง|มหาวิทยาลัย|บริษัท|สมาคม|มูลนิธิ|ธนาคาร|สถาบัน|โรงเรียน|องค์การ|คณะกรรมการ|ห้องสมุด|สภา|ศูนย์|กอง"
    r"|เทศบาล|วัด)\S{2,}"
)
Row = dict[str, list[str]]


def row_of(cells: Sequence[str], columns: Sequence[str], notes: Findings) -> Row:
    """What the cells of one row say, by the words of columns.COLUMNS that name them; without blanks and `ignore`."""
    row: Row = {}
    for name, cell in zip(columns, cells, strict=True):
        text = _as_text(cell, notes)
        text = text if name in _LISTS else one_line(text, notes)
        if text and name != "ignore" and (name == "title" or not _NOTHING.fullmatch(text)):
            row.setdefault(name, []).append(text)
    return row


def record_of(rows: Sequence[Row], notes: Findings) -> Record | None:
    """The record of one row, or of several of one book, fields by their tags; None without a title.

    A control number that is missing is made from ISBN, title, volume, edition and author, so that the same row is the
    same record wherever it stands. Authors, subjects and the like are divided at `;` and `|`. Of several rows each
    column's fullest value is taken, and each row's copies.
    """
    row = rows[0] if len(rows) == 1 else _fullest(rows, notes)
    if not row.get("title"):
        return None
    isbns = list(_isbns(row, notes))
    fields = [
        Field("001", data=_number(row, isbns, notes)), Field("008", data=_fixed(row)), *isbns, *_numbers(row),
        *_names(row), *_description(row), *_copies(rows, notes),
    ]  # fmt: skip
    told = (field for field in fields if field.data or field.subfields)
    return Record(LEADER, tuple(sorted(told, key=lambda field: field.tag)))


def same_book(one: Row, other: Row) -> bool:
    """Whether two rows make the same control number; never where one has no title."""
    if "title" not in one or "title" not in other:
        return False
    number = _whole(_one(one, "number"))
    if number or "number" in other:
        return number == _whole(_one(other, "number"))
    return all(_alike(_one(one, name), _one(other, name)) for name in _BOOK) and _isbn(one) == _isbn(other)


def _alike(one: str, other: str) -> bool:
    return one == other or fold(one) == fold(other)


def _isbn(row: Row) -> str:
    return _bare(next(_isbns(row, Findings()), None)) if "isbn" in row else ""


def _bare(isbn: Field | None) -> str:
    return re.sub(r"[^\dX]", "", isbn.first("a").upper()) if isbn else ""


def _fullest(rows: Sequence[Row], notes: Findings) -> Row:
    """Of each column the longest text. Whole columns are taken, so that the control number is that of every row."""
    names = dict.fromkeys(name for row in rows for name in row)
    row = {name: max((one[name] for one in rows if name in one), key=_fullness) for name in names}
    title = fold(_one(row, "title"))
    if any(fold(_one(one, "title")) not in title for one in rows):
        notes.lost("rows_differ")
    return row


def _fullness(texts: Sequence[str]) -> int:
    """A number that a spreadsheet rounded is worth less than any other."""
    return sum(len(normalise(text)) for text in texts if not _ROUNDED.fullmatch(text))


def _as_text(cell: str, notes: Findings) -> str:
    """What a person sees in the cell: without the marks that keep a spreadsheet from counting (="…" and ')."""
    text = cell.strip()
    if marked := _EXCEL.fullmatch(text):
        notes.mended("excel_text")
        return marked[1].strip()
    if re.fullmatch(r"'[\d\-+=]\S*", text):
        notes.mended("excel_text")
        return text[1:]
    return text


def _one(row: Mapping[str, list[str]], name: str) -> str:
    return " ".join(row.get(name, ()))


def _several(row: Mapping[str, list[str]], name: str) -> list[str]:
    return [part for cell in row.get(name, ()) for part in _LIST.split(cell) if part]


def _whole(text: str) -> str:
    """A number that a spreadsheet wrote with a decimal point, without it."""
    return re.sub(r"\A([\d๐-๙]+)\.0+\Z", r"\1", text)


def _isbns(row: Mapping[str, list[str]], notes: Findings) -> Iterator[Field]:
    """020 for each number, its qualifier in $q; the price of the row with the first where no copy is told."""
    for part in (part for cell in row.get("isbn", ()) for part in re.split(r"[;|,\n]", cell) if part.strip()):
        text = _whole(to_arabic(part).strip())
        if _ROUNDED.fullmatch(text):
            notes.lost("isbn_rounded")
            continue
        if re.fullmatch(r"\d{7,9}", text) and to_13(text.zfill(10)):
            notes.mended("isbn_zeros")
            text = text.zfill(10)
        note, found = _NOTE.search(text), _ISBN.search(text)
        number = found[0].strip() if found else _NOTE.sub("", text).strip()
        if number:
            yield _field("020", ("a", number), ("q", note[1].strip() if note else ""))


def _number(row: Mapping[str, list[str]], isbns: Sequence[Field], notes: Findings) -> str:
    if number := _whole(_one(row, "number")):
        return number
    notes.mended("control_number_made")
    isbn = _bare(isbns[0] if isbns else None)
    parts = [fold(_one(row, name)) for name in _BOOK]
    return "row-" + sha256("\x1f".join([isbn, *parts]).encode("utf-8", "replace")).hexdigest()[:20]


def _year(row: Mapping[str, list[str]]) -> int | None:
    """In the common era."""
    text = _whole(to_arabic(_one(row, "year")))
    found = re.search(r"(?<!\d)\d{4}(?!\d)", text)
    if not found or not is_year(found[0]):
        return None
    return int(found[0]) - 543 if int(found[0]) >= 2400 else int(found[0])


def _fixed(row: Mapping[str, list[str]]) -> str:
    """008: year, and language as told, or Thai where the title is written in Thai; all else is not coded."""
    year = _year(row)
    dates = f"s{year}    " if year else "nuuuuuuuu"
    told = codes_in(_one(row, "language"))
    language = told[0] if told else "tha" if _THAI.search(_one(row, "title")) else "   "
    return f"      {dates}xx {'|' * 17}{language} d"


def _numbers(row: Mapping[str, list[str]]) -> Iterator[Field]:
    """022, 041, 082 or 090."""
    for text in _several(row, "issn"):
        yield _field("022", ("a", to_arabic(text)))
    languages = codes_in(_one(row, "language"))
    if len(languages) > 1:
        yield _field("041", *(("a", code) for code in languages))
    call_number = _whole(_one(row, "call_number"))
    if re.fullmatch(r"\d{3}(\.\d+)?", call_number):
        yield _field("082", ("a", call_number), indicators="04")
    elif call_number:
        yield _field("090", ("a", call_number))


def _names(row: Mapping[str, list[str]]) -> Iterator[Field]:
    """100 or 110 for the first author, 700 or 710 for all others. Thai names are never inverted."""
    main = True
    for name in _several(row, "author"):
        role = _ROLE.search(name)
        yield _name(name[: role.start()] if role else name, role[1] if role else "", main=main and not role)
        main = main and bool(role)
    for name in _several(row, "translator"):
        yield _name(_ROLE.sub("", name), "ผู้แปล" if _THAI.search(name) else "translator", main=False)


def is_body(name: str) -> bool:
    """Whether a Thai name begins as those of offices, companies, schools and temples do."""
    return _BODY.match(normalise(name)) is not None


def _name(text: str, role: str, *, main: bool) -> Field:
    body = is_body(text)
    tag = ("110" if body else "100") if main else ("710" if body else "700")
    inverted = "," in text and not _THAI.search(text)
    return _field(tag, ("a", text), ("e", role), indicators="2 " if body else "1 " if inverted else "0 ")


def _description(row: Mapping[str, list[str]]) -> Iterator[Field]:
    """245 to 856."""
    main = "1" if any(field.tag in ("100", "110") for field in _names(row)) else "0"
    yield _field(
        "245", ("a", _one(row, "title")), ("b", _one(row, "subtitle")), ("n", _volume(row)), indicators=main + "0"
    )
    edition = _whole(_one(row, "edition"))
    yield _field("250", ("a", _said(edition, T("พิมพ์ครั้งที่ {n}", "Edition {n}"), row)))
    year = _whole(_one(row, "year"))
    yield _field("264", ("a", _one(row, "place")), ("b", _one(row, "publisher")), ("c", year), indicators=" 1")
    yield _field("300", ("a", _said(_whole(_one(row, "extent")), T("{n} หน้า", "{n} {n:page|pages}"), row)))
    yield _field("490", ("a", _one(row, "series")), indicators="0 ")
    yield _field("520", ("a", _one(row, "summary")))
    for subject in _several(row, "subject"):
        yield _field("650", ("a", subject), indicators=" 4")
    for link in _several(row, "link"):
        yield _field("856", ("u", link), indicators="4 ")


def _volume(row: Mapping[str, list[str]]) -> str:
    return _said(_whole(_one(row, "volume")), T("เล่ม {n}", "Volume {n}"), row)


def _said(number: str, words: T, row: Mapping[str, list[str]]) -> str:
    """A bare number in words, in the language of the title; a text as it is."""
    if not re.fullmatch(r"[\d๐-๙]+", number):
        return number
    return words.having(n=number).in_("th" if _THAI.search(_one(row, "title")) else "en")


def _copies(rows: Sequence[Row], notes: Findings) -> Iterator[Field]:
    """852 for each copy: $b branch $c shelf $h call number $p barcode $t copy $9 price. None where no column tells.

    Where each of several rows has its barcode, a row is a copy, and their number that of the book. The same copy told
    twice, with its barcode, is one.
    """
    barcodes = [
        [_whole(code) for cell in row.get("barcode", ()) for code in _CODES.split(cell) if code] for row in rows
    ]
    row_is_copy = len(rows) > 1 and all(barcodes)
    seen: set[tuple[str, ...]] = set()
    copy = 0
    for row, codes in zip(rows, barcodes, strict=True):
        if not any(name in row for name in _HELD):
            continue
        where = (_one(row, "branch"), _one(row, "shelf"), _whole(_one(row, "call_number")), _one(row, "price"))
        for n in range(len(codes) if row_is_copy else max(_count(row, notes), len(codes))):
            barcode = codes[n] if n < len(codes) else ""
            if barcode and (barcode, *where) in seen:
                continue
            if copy == MOST_TOLD:
                notes.lost("copies_many")
                return
            seen.add((barcode, *where))
            copy += 1
            yield _held(where, barcode, copy)


def _held(where: tuple[str, str, str, str], barcode: str, copy: int) -> Field:
    branch, shelf, call_number, price = where
    return _field(
        "852", ("b", branch), ("c", shelf), ("h", call_number), ("p", barcode), ("t", str(copy)), ("9", price)
    )


def _count(row: Mapping[str, list[str]], notes: Findings) -> int:
    told = to_arabic(_whole(_one(row, "copies")))
    if not told:
        return 1
    found = re.fullmatch(r"(\d{1,4})\s*(?:เล่ม|ฉบับ|copies|copy|ชุด)?", told)
    if not found or int(found[1]) > MOST_COPIES:
        notes.lost("copies_unclear")
        return 1
    return int(found[1])


def _field(tag: str, *pairs: tuple[str, str], indicators: str = "  ") -> Field:
    """A field of the subfields that have a text; without any it is left out later."""
    return Field(tag, indicators=indicators, subfields=tuple(pair for pair in pairs if pair[1]))
