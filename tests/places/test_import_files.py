"""Files of spaces, whole and broken: rows or a refusal, never anything else."""

import json
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rianru.kernel.refusals import Refused
from rianru.places.actions.importing import COLUMNS, MOST_ROWS, files
from rianru.places.actions.importing.columns import SPACES, SpaceColumnsWrong, check
from rianru.places.actions.importing.files import bare, count, look, rows
from rianru.places.actions.importing.saying import Areas, Reader
from rianru.places.words import KINDS

TABLE = (
    'รหัสโรงเรียน,ชื่อโรงเรียน,รหัสตำบล,ละติจูด,ลองจิจูด,เวลาเปิด,วัย\n1,"โรงเรียน ""ริมน้ำ""",560101,19.1661,99.9019,จ-ศ 8.00-16.00,'
    "children;elders\n2,สอง,560104,,,,\n"
).encode()
GEO = json.dumps({"type": "FeatureCollection", "features": [
    {"type": "Feature", "id": 7, "geometry": {"type": "Point", "coordinates": [99.9019, 19.1661]},
     "properties": {"name": "จุด", "opening_hours": "24/7", "tags": ["a", {"b": 1}], "deep": {"x": 1}, "yes": True}},
]}).encode()


class NoAreas(Areas):
    """Three areas, without a database."""

    def __init__(self) -> None:
        self.names = {"56": ("พะเยา", "Phayao"), "5601": ("เมืองพะเยา", "Mueang Phayao"), "560101": ("เวียง", "Wiang")}
        self.by_name = {"พะเยา": ["56"], "เมืองพะเยา": ["5601"], "เวียง": ["560101"]}
        self.gone = {}


def read(raw: bytes) -> list:
    stream = BytesIO(raw)
    sheet = look(stream, len(raw))
    count(sheet, stream)
    columns = check(sheet.columns, sheet.width, {"kind": "museum"})
    reader = Reader(columns, {"kind": "museum"}, NoAreas())
    return [reader.read(row) for row in rows(sheet, stream, columns)]


def mutated(raw: bytes):
    """Some bytes changed, cut out or put in, here and there."""
    place = st.integers(0, len(raw))
    change = st.tuples(place, st.integers(0, 6), st.binary(max_size=6))

    def apply(changes):
        made = raw
        for at, gone, new in changes:
            made = made[:at] + new + made[at + gone:]
        return made

    return st.lists(change, min_size=1, max_size=6).map(apply)


@settings(max_examples=400, deadline=None)
@given(st.one_of(mutated(TABLE), mutated(TABLE.decode().encode("cp874")), mutated(GEO), st.binary(max_size=300)))
def test_whatever_is_sent_becomes_rows_or_a_refusal(raw):
    try:
        found = read(raw)
    except Refused:
        return
    assert found
    assert all(row.rejected or (row.said["name_th" if "name_th" in row.said else "name_en"] and row.said["kind"]) for row in found)


def test_control_the_files_that_are_mutated_are_read_whole():
    first, second = read(TABLE)
    assert (first.name, first.area, first.said["lat"], first.said["ages"]) == (
        'โรงเรียน "ริมน้ำ"', "560101", "19.16610", ["children", "elders"])
    assert [code for code, _ in second.reasons] == ["places.area_unknown"]
    [point] = read(GEO)
    assert (point.name, point.key, point.said["hours"][0]) == ("จุด", "7", [1, 0, 1440])


def test_columns_are_guessed_as_people_name_them():
    headings = ["ลำดับ", "ชื่อห้องสมุด (ภาษาไทย)", "ชื่อ (อังกฤษ)", "รหัสตำบล", "พิกัด", "เบอร์โทรศัพท์", "วันเวลาทำการ", "e-mail", "หมายเหตุ"]
    assert SPACES.columns(headings, []) == (
        "ignore", "name_th", "name_en", "area", "position", "phone", "hours", "email", "ignore")
    values = [["บ้านหนังสือริมน้ำ", "19.1661", "99.9019", "560101", "book_house", "054-123-456"]] * 3
    assert SPACES.columns([""] * 6, values) == ("name_th", "lat", "lon", "area", "kind", "phone")


def test_every_column_that_is_guessed_is_one_that_can_be_chosen():
    from rianru.places.actions.importing import columns

    assert set(columns._HEADINGS) <= set(COLUMNS)
    with pytest.raises(SpaceColumnsWrong):
        check(["name_th", "area", "castle"], 3, {"kind": next(iter(KINDS))})


@pytest.mark.parametrize(("cell", "text"), [
    ("'=1+1", "=1+1"), ("'+66 54", "+66 54"), ('="0012"', "0012"), ("'quoted'", "'quoted'"), ("plain", "plain"), ("'", "'"),
])
def test_marks_that_keep_spreadsheets_from_running_a_text_are_taken_off(cell, text):
    assert bare(cell) == text


def test_fifty_thousand_rows_are_taken_and_one_more_is_refused_by_name():
    head, row = b"name,area\n", b"x,560101\n"
    whole = BytesIO(head + row * MOST_ROWS)
    assert count(look(whole, 1), whole) == MOST_ROWS
    over = BytesIO(head + row * 70_000)
    with pytest.raises(files.TooManyRows) as refused:
        count(look(over, 1), over)
    assert "70,000" in refused.value.text("en")
    with pytest.raises(files.SpaceFileTooLarge):
        look(BytesIO(b""), files.MOST_BYTES + 1)
