"""A file of spaces, CSV or GeoJSON, as rows of texts under headings. Formulas are text; nothing is evaluated."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import orjson

from rianru.kernel.formats.marc.decoding import Findings
from rianru.kernel.formats.marc.iso2709 import Readable
from rianru.kernel.formats.marc.rows import Layout, split
from rianru.kernel.formats.marc.table import guess, row_cells
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T
from rianru.places.actions.importing.columns import SPACES

MOST_ROWS: Final = 50_000
MOST_BYTES: Final = 32 << 20
MOST_COLUMNS: Final = 120
SHOWN: Final = 5
LAT, LON, ID = "@lat", "@lon", "@id"
_EXCEL_TEXT: Final = re.compile(r'="?([^"]*)"?')
_RUN_BY_SPREADSHEETS: Final = ("=", "+", "-", "@", "\t", "\r")


class NotASpaceList(Refused):
    """Neither a table nor GeoJSON."""

    code = "places.not_a_list"
    status = 422
    says = T(
        "อ่านไฟล์นี้เป็นตารางหรือ GeoJSON ไม่ได้ บันทึกจากโปรแกรมตารางเป็น CSV แล้วส่งใหม่",
        "This file is neither a table nor GeoJSON. Save it from your spreadsheet as CSV, then send that.",
    )


class NoRows(Refused):
    """Nothing stands below the heading."""

    code = "places.no_rows"
    status = 422
    says = T("ไฟล์นี้ไม่มีแถวข้อมูล ตรวจว่าเลือกไฟล์ถูก", "The file has no rows. Check that it is the right one.")


class TooManyRows(Refused):
    """More rows than one file may have."""

    code = "places.too_many_rows"
    status = 413
    says = T(
        "ไฟล์มี {rows:,} แถว รับครั้งละไม่เกิน {limit:,} แบ่งเป็นไฟล์ตามจังหวัดหรือภาค แล้วส่งทีละไฟล์",
        "The file has {rows:,} {rows:row|rows}; one file may have {limit:,}. Split it by province or region and "
        "send the parts.",
    )


class SpaceFileTooLarge(Refused):
    """More bytes than any list of spaces needs."""

    code = "places.file_too_large"
    status = 413
    says = T(
        "ไฟล์ใหญ่เกิน {limit} MB ตัดคอลัมน์ที่ไม่ใช้ออก หรือแบ่งไฟล์ แล้วส่งใหม่",
        "The file is larger than {limit} MB. Leave out columns nobody needs, or split it.",
    )


class Cells(NamedTuple):
    """A row: where it stands in the file, its cells, and the code of why it cannot be used, if so."""

    line: int
    cells: tuple[str, ...]
    error: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file looks like. `columns`: a guess for a person to confirm."""

    form: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...]
    encoding: str = "utf-8"
    layout: Layout | None = None
    features: Sequence[Any] = ()

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.headings)


def look(stream: Readable, size: int) -> Sheet:
    """What kind of file it is and how it is written. Refuses what cannot be read as spaces."""
    if size > MOST_BYTES:
        raise SpaceFileTooLarge(limit=MOST_BYTES >> 20)
    stream.seek(0)
    head = stream.read(4096)
    stream.seek(0)
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if plain.startswith((b"{", b"[")):
        return _features(stream.read(MOST_BYTES + 1))
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"<")) or b"\0\0\0" in head or not plain:
        raise NotASpaceList()
    table = guess(stream, words=SPACES)
    if not 0 < table.width <= MOST_COLUMNS:
        raise NotASpaceList()
    layout = Layout(table.encoding, table.delimiter, table.start, table.headings)
    return Sheet("csv", table.headings, table.rows, table.columns, table.encoding, layout)


def count(sheet: Sheet, stream: Readable) -> int:
    """How many rows there are. Refuses with NoRows or TooManyRows."""
    if sheet.layout is None:
        found = len(sheet.features)
    else:
        stream.seek(sheet.layout.start)
        found = sum(1 for _ in split(stream, sheet.layout, offset=sheet.layout.start))
    if not found:
        raise NoRows()
    if found > MOST_ROWS:
        raise TooManyRows(rows=found, limit=MOST_ROWS)
    return found


def rows(sheet: Sheet, stream: Readable, columns: Sequence[str]) -> Iterator[Cells]:
    """The rows, in order; the line of a table is counted from its heading, of GeoJSON it is the feature."""
    if sheet.layout is None:
        for number, feature in enumerate(sheet.features, 1):
            yield _feature_cells(number, feature, sheet.headings)
        return
    known = sheet.layout
    needed = "name_th" if "name_th" in columns else "name_en"
    layout = Layout(known.encoding, known.delimiter, known.start, known.headings, tuple(columns), needed)
    stream.seek(layout.start)
    above = 1 if any(layout.headings) else 0
    for chunk in split(stream, layout, offset=layout.start):
        if chunk.cut:
            yield Cells(chunk.number + above, (), "too_long")
            continue
        found, error = row_cells(chunk.raw, layout, Findings())
        yield Cells(chunk.number + above, tuple(map(bare, found)), error)


def bare(cell: str) -> str:
    """A cell without the marks by which spreadsheets, and our own files, keep a text from being run."""
    if cell.startswith("'") and cell[1:].startswith(_RUN_BY_SPREADSHEETS):
        return cell[1:]
    if cell.startswith('="') and (found := _EXCEL_TEXT.fullmatch(cell)):
        return found[1]
    return cell


def _features(raw: bytes) -> Sheet:
    """GeoJSON (RFC 7946): every name of a property is a heading; positions and ids stand beside them."""
    try:
        whole = orjson.loads(raw.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise NotASpaceList() from error
    found = whole.get("features") if isinstance(whole, dict) and whole.get("type") == "FeatureCollection" else None
    if not isinstance(found, list):
        raise NotASpaceList()
    names: dict[str, None] = {}
    placed = named = False
    for feature in found[:MOST_ROWS]:
        if isinstance(feature, dict):
            named = named or feature.get("id") is not None
            placed = placed or feature.get("geometry") is not None
            if isinstance(own := feature.get("properties"), dict) and len(names) < MOST_COLUMNS:
                names |= dict.fromkeys(own)
    beside = [*([ID] if named and ID not in names else []), *([LAT, LON] if placed else [])]
    headings = (*list(names)[:MOST_COLUMNS], *beside)
    shown = [_feature_cells(number, feature, headings).cells for number, feature in enumerate(found[:200], 1)]
    guessed = SPACES.columns(headings, [one for one in shown if one])
    return Sheet("geojson", headings, tuple(shown[:SHOWN]), _positioned(headings, guessed), features=found)


def _positioned(headings: Sequence[str], guessed: Sequence[str]) -> tuple[str, ...]:
    """The geometry is the position, whatever properties say beside it."""
    if LAT not in headings:
        return tuple(guessed)
    return tuple(
        {LAT: "lat", LON: "lon"}.get(heading) or ("ignore" if one in ("lat", "lon", "position") else one)
        for heading, one in zip(headings, guessed, strict=True)
    )


def _feature_cells(number: int, feature: Any, headings: Sequence[str]) -> Cells:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
        return Cells(number, (), "feature_wrong")
    values: dict[str, Any] = {ID: feature.get("id"), **(feature.get("properties") or {})}
    shape = feature.get("geometry")
    if shape is not None:
        point = _point(shape)
        if point is None:
            return Cells(number, tuple(_text(values.get(one)) for one in headings), "geometry_wrong")
        values |= {LON: point[0], LAT: point[1]}
    return Cells(number, tuple(_text(values.get(one)) for one in headings))


def _point(shape: Any) -> tuple[float, float] | None:
    """East and north of a Point; of another shape None: an area is not where a door is."""
    at = shape.get("coordinates") if isinstance(shape, Mapping) and shape.get("type") == "Point" else None
    if isinstance(at, list) and len(at) >= 2 and all(isinstance(one, int | float) for one in at[:2]):
        return float(at[0]), float(at[1])
    return None


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(map(_text, value[:50]))
    return str(value)[:100_000] if isinstance(value, str | int | float) else ""
