"""Lists of spaces: read as people keep them, told row by row, written once however often they are sent."""

import csv
import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rianru.core.actors import Role
from rianru.core.models import Change, Fact
from rianru.kernel.refusals import NotAllowed
from rianru.places import actions
from rianru.places.actions import importing
from rianru.places.models import Network, OpeningHours, Space, SpaceImport, SpaceImportRow, SpaceOrigin
from tests.factories import AT, HOUSE, areas, network, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
HEAD = ["รหัสโรงเรียน", "ชื่อโรงเรียน", "รหัสตำบล", "ละติจูด", "ลองจิจูด", "โทรศัพท์", "เวลาเปิด"]
GOOD = ["1056", "โรงเรียนริมกว๊าน", "560101", "19.1661", "99.9019", "054 123 456", "จันทร์-ศุกร์ 08.30-16.30 น."]


def table(*rows, head=HEAD, encoding="utf-8", delimiter=","):
    text = StringIO()
    csv.writer(text, delimiter=delimiter).writerows([head, *rows] if head else rows)
    return text.getvalue().encode(encoding)


def send(raw, *, name="schools.csv", source="สพป. พะเยา", net=None, actor=HOUSE, at=AT):
    areas()
    known = Network.objects.order_by("id").values_list("id", flat=True).first()
    return importing.start_space_import(
        actor=actor, at=at, network_id=net or known or network(), source=source, file=ContentFile(raw), file_name=name
    )


def checked(raw, *, columns=None, kind="school_library", at=AT, **given):
    id = send(raw, at=at, **given)
    run = SpaceImport.objects.get(id=id)
    with run.file.open("rb") as stream:
        guessed = importing.files.look(stream, run.size).columns
    importing.confirm_space_columns(
        actor=HOUSE, at=at, import_id=id, columns=columns or guessed, kind=kind, queue=False
    )
    return importing.check_import(actor=HOUSE, clock=lambda: at, import_id=id)


def taken(raw, *, at=AT, **given):
    run = checked(raw, at=at, **given)
    importing.write_space_import(actor=HOUSE, at=at, import_id=run.id, queue=False)
    return importing.run_write(actor=HOUSE, clock=lambda: at, import_id=run.id)


def counts(run):
    return run.added, run.changed, run.unchanged, run.rejected


def reasons(run):
    return [[code for code, _ in row.reasons] for row in SpaceImportRow.objects.filter(run=run).order_by("number")]


def test_a_table_is_previewed_and_nothing_is_written_before_a_person_says_so():
    run = checked(table(GOOD))
    assert (run.state, counts(run), Space.objects.count()) == ("checked", (1, 0, 0, 0), 0)
    importing.write_space_import(actor=HOUSE, at=AT, import_id=run.id, queue=False)
    run = importing.run_write(actor=HOUSE, clock=lambda: AT, import_id=run.id)
    space = Space.objects.get()
    assert (run.state, space.name_th, space.kind, space.area_id) == ("done", "โรงเรียนริมกว๊าน", "school_library", "560101")
    assert (str(space.lat), str(space.lon), space.phone) == ("19.16610", "99.90190", "054 123 456")
    assert list(OpeningHours.objects.order_by("weekday").values_list("weekday", "opens", "closes")) == [
        (day, 510, 990) for day in range(1, 6)]
    assert Change.objects.filter(kind="space", object_id=space.id).count() == 1
    assert Fact.objects.get(verb="places.spaces_added").count == 1


@pytest.mark.parametrize("raw", [
    table(GOOD), table(GOOD, encoding="utf-8-sig"), table(GOOD, encoding="cp874"), table(GOOD, delimiter=";"),
    table(GOOD, delimiter="\t", encoding="utf-16"), b"sep=;\r\n" + table(GOOD, delimiter=";"),
    table(["สำนักงานเขตพื้นที่", "", "", "", "", "", ""], HEAD, GOOD, head=None),
])
def test_tables_are_read_however_they_were_saved(raw):
    run = taken(raw)
    assert (counts(run), Space.objects.get().name_th) == ((1, 0, 0, 0), "โรงเรียนริมกว๊าน")


def test_the_same_file_twice_changes_nothing():
    taken(table(GOOD, ["1057", "โรงเรียนดอนไชย", "560104", "", "", "", ""]))
    before = list(Space.objects.order_by("id").values()), Change.objects.filter(kind="space").count()
    again = taken(table(GOOD, ["1057", "โรงเรียนดอนไชย", "560104", "", "", "", ""]), at=AT + timedelta(days=1))
    assert counts(again) == (0, 0, 2, 0)
    assert (list(Space.objects.order_by("id").values()), Change.objects.filter(kind="space").count()) == before


def test_only_what_the_source_changed_is_written_so_that_a_keeper_s_word_outlives_it():
    taken(table(GOOD))
    space = Space.objects.get()
    actions.change_space(
        actor=HOUSE, at=AT, space_id=space.id, name_th=space.name_th, name_en="Lakeside School", address_th="", address_en="",
        phone="054 999 999", email="", facilities=["wifi"],
    )
    run = taken(table([*GOOD[:1], "โรงเรียนบ้านริมกว๊าน", *GOOD[2:]]), at=AT + timedelta(days=1))
    space.refresh_from_db()
    assert counts(run) == (0, 1, 0, 0)
    assert (space.name_th, space.name_en, space.phone, space.facilities) == (
        "โรงเรียนบ้านริมกว๊าน", "Lakeside School", "054 999 999", ["wifi"])
    assert "lakeside school" in space.found_by


def test_every_wrong_row_is_told_with_its_reason_and_the_rest_is_kept():
    run = taken(table(
        GOOD,
        ["2", "กลางทะเล", "560101", "10.5", "100.9", "", ""],
        ["3", "สลับกัน", "560101", "99.9019", "19.1661", "", ""],
        ["4", "คนละจังหวัด", "560101", "13.7515", "100.4922", "", ""],
        ["5", "รหัสเลิกใช้", "560103", "", "", "", ""],
        ["6", "ไม่มีรหัสนี้", "569999", "", "", "", ""],
        ["7", "", "560101", "", "", "", ""],
        ["8", "เวลาซ้อน", "560101", "", "", "", "Mo 09:00-12:00,11:00-13:00"],
        ["9", "เวลาอ่านไม่ออก", "560101", "", "", "", "แล้วแต่สะดวก"],
        ["1056", "คีย์ซ้ำ", "560101", "", "", "", ""],
        ["11", "โรงเรียน ริมกว๊าน", "560101", "19.1662", "99.9020", "", ""],
        ["12", "เบอร์ผิด", "560101", "", "", "12", ""],
        ["13", "=HYPERLINK(\"http://x\")", "560101", "", "", "", ""],
        ["14", "พิกัดครึ่งเดียว", "560101", "19.1", "", "", ""],
        ["15", "พิกัดแปลก", "560101", "เหนือ", "ใต้", "", ""],
    ))
    assert counts(run) == (3, 0, 0, 12)
    assert reasons(run) == [
        [], ["places.position_outside"], ["places.position_swapped"], ["places.position_elsewhere"], ["places.area_abolished"],
        ["places.area_unknown"], ["name_missing"], ["places.hours_overlap"], ["hours.unclear"], ["twice"], ["twice"],
        ["phone_left_out"], [], ["position_half"], ["position_unclear"],
    ]
    rows = SpaceImportRow.objects.filter(run=run).order_by("number")
    assert [row.line for row in rows] == list(range(2, 17))
    for row in rows:
        for code, values in row.reasons:
            said = importing.words(code, values)
            assert all(said.in_(language) and "{" not in said.in_(language) for language in ("th", "en"))
    assert "560902" in importing.words(*rows[4].reasons[0]).in_("th")
    assert sorted(Space.objects.values_list("name_th", flat=True)) == sorted(
        ["โรงเรียนริมกว๊าน", "เบอร์ผิด", '=HYPERLINK("http://x")'])


def test_a_space_that_is_there_already_is_told_by_its_code():
    areas()
    net = network()
    actions.add_spaces(actor=HOUSE, at=AT, network_id=net, spaces=[
        actions.NewSpace(code="ours", kind="school_library", name_th="โรงเรียนริมกว๊าน", name_en="x", area="560101")])
    run = checked(table(GOOD))
    [row] = SpaceImportRow.objects.filter(run=run)
    assert (row.kind, row.reasons[0][0], row.reasons[0][1]["taken"]) == ("rejected", "places.duplicate_space", "ours")


def test_our_own_code_names_the_space_so_that_an_edited_export_changes_it():
    areas()
    net = network()
    [id] = actions.add_spaces(actor=HOUSE, at=AT, network_id=net, spaces=[
        actions.NewSpace(code="ours", kind="book_house", name_th="บ้านหนังสือ", name_en="Book house", area="560101", hours=((1, 540, 600),))])
    raw = table(["ours", "บ้านหนังสือริมน้ำ", "560101", "Mo 09:00-10:00"], head=["code", "name_th", "area", "opening_hours"])
    run = taken(raw, kind="book_house")
    assert counts(run) == (0, 1, 0, 0)
    assert SpaceImportRow.objects.get(run=run).fields == ["name_th"]
    assert Space.objects.get(id=id).name_th == "บ้านหนังสือริมน้ำ"
    assert counts(taken(raw, kind="book_house", at=AT + timedelta(days=1))) == (0, 0, 1, 0)


def test_a_code_of_another_network_is_refused_at_its_row():
    areas()
    mine, other = network(), network()
    actions.add_spaces(actor=HOUSE, at=AT, network_id=other, spaces=[
        actions.NewSpace(code="theirs", kind="museum", name_th="ของเขา", name_en="Theirs", area="560101")])
    run = checked(table(["theirs", "ของเรา", "560104"], head=["code", "name_th", "area"]), net=mine)
    assert reasons(run) == [["places.code_taken"]]


def feature(name, lon, lat, **more):
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": {"name": name, **more}}


def test_geojson_of_a_map_finds_its_areas_by_the_points():
    whole = {"type": "FeatureCollection", "features": [
        {"id": "node/1", **feature("ห้องสมุดริมกว๊าน", 99.9019, 19.1661, opening_hours="Mo-Fr 09:00-17:00", **{"name:en": "Lake"})},
        {"id": "node/2", **feature("กลางอ่าว", 100.9, 10.5)},
        {"id": "node/3", "type": "Feature", "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}, "properties": {"name": "เส้น"}},
        {"id": "node/4", "type": "Feature", "geometry": None, "properties": {"name": "ไม่มีที่"}},
        "nothing",
    ]}
    run = taken(json.dumps(whole).encode(), name="map.geojson", kind="district_library")
    assert reasons(run) == [
        ["area_from_point"], ["name_en_missing", "places.position_outside"], ["geometry_wrong", "name_en_missing"],
        ["name_en_missing", "area_missing"], ["feature_wrong"],
    ]
    space = Space.objects.get()
    assert (space.area_id, space.name_en, SpaceOrigin.objects.get().key) == ("560101", "Lake", "node/1")
    assert counts(taken(json.dumps(whole).encode(), name="map.geojson", kind="district_library", at=AT + timedelta(days=1))) == (
        0, 0, 1, 4)


def test_areas_are_found_by_their_names():
    head = ["ชื่อ", "ตำบล", "อำเภอ", "จังหวัด", "ประเภท"]
    run = taken(table(
        ["ก", "ต.เวียง", "อำเภอเมืองพะเยา", "จ.พะเยา", "บ้านหนังสือ"],
        ["ข", "ไม่มีตำบลนี้", "เมืองพะเยา", "พะเยา", "Book house"],
        ["ค", "บ้านใหม่", "", "", "book_house"],
        ["ง", "พระบรมมหาราชวัง", "เขตพระนคร", "กรุงเทพมหานคร", "ปราสาท"], head=head))
    assert reasons(run) == [[], ["area_not_found"], ["area_several"], ["kind_unknown"]]
    assert Space.objects.get().area_id == "560101"


@pytest.mark.parametrize(("raw", "refusal"), [
    (b"", importing.NotASpaceList), (b"PK\x03\x04....", importing.NotASpaceList), (b"%PDF-1.4", importing.NotASpaceList),
    (b'{"type": "Feature"}', importing.NotASpaceList), (b"{", importing.NotASpaceList), (b"[" * 100_000, importing.NotASpaceList),
    (table(), importing.NoRows), (b'{"type":"FeatureCollection","features":[]}', importing.NoRows),
    (table(head=HEAD) + b"1,2,560101,,,,\r\n" * 50_001, importing.TooManyRows),
])  # fmt: skip
def test_a_file_that_cannot_be_taken_is_refused_by_name_and_not_kept(raw, refusal, traces):
    network()
    before = traces()
    with pytest.raises(refusal):
        send(raw)
    assert (SpaceImport.objects.count(), traces()[0]) == (0, before[0])


@pytest.mark.parametrize(("columns", "kind"), [
    (["ignore"] * 7, "museum"), (["key", "name_th", "ignore", "ignore", "ignore", "phone", "hours"], "museum"),
    (["key", "name_th", "area", "lat", "ignore", "phone", "hours"], "museum"), (["name_th", "name_th", "area", "lat", "lon", "phone", "hours"], "museum"),
    (["key", "name_th", "area", "lat", "lon", "phone", "castle"], "museum"), (["key", "name_th"], "museum"),
    (["key", "name_th", "area", "lat", "lon", "phone", "hours"], ""),
])
def test_columns_from_which_no_space_can_be_read_are_refused(columns, kind):
    id = send(table(GOOD))
    with pytest.raises(importing.SpaceColumnsWrong):
        importing.confirm_space_columns(actor=HOUSE, at=AT, import_id=id, columns=columns, kind=kind, queue=False)


def test_a_network_s_administrator_imports_into_it_and_into_no_other():
    areas()
    mine, other = network(), network()
    keeper = staff(role=Role.ADMINISTRATOR, scope_kind="network", scope_id=mine)
    id = send(table(GOOD), net=mine, actor=keeper)
    with pytest.raises(NotAllowed):
        send(table(GOOD), net=other, actor=keeper)
    stranger = staff(role=Role.ADMINISTRATOR, scope_kind="network", scope_id=other)
    for act in (importing.drop_space_import, importing.write_space_import):
        with pytest.raises(NotAllowed):
            act(actor=stranger, at=AT, import_id=id)


def test_a_preview_older_than_another_file_s_writing_is_not_written():
    old = checked(table(GOOD))
    taken(table([*GOOD[:1], "ชื่อใหม่", *GOOD[2:]]), at=AT + timedelta(hours=1))
    with pytest.raises(importing.PreviewStale):
        importing.write_space_import(actor=HOUSE, at=AT + timedelta(hours=2), import_id=old.id)


def test_what_is_written_or_dropped_is_neither_written_nor_dropped_again():
    run = taken(table(GOOD))
    for act in (importing.drop_space_import, importing.write_space_import):
        with pytest.raises(importing.ImportNotReady):
            act(actor=HOUSE, at=AT, import_id=run.id)
    dropped = send(table(GOOD))
    importing.drop_space_import(actor=HOUSE, at=AT, import_id=dropped)
    with pytest.raises(importing.ImportNotReady):
        importing.drop_space_import(actor=HOUSE, at=AT, import_id=dropped)


def test_a_file_dropped_while_it_is_looked_at_keeps_no_rows(monkeypatch):
    monkeypatch.setattr("rianru.places.actions.importing.checking.BATCH", 1)
    id = send(table(GOOD, ["2", "อีกแห่ง", "560104", "", "", "", ""]))
    columns = ["key", "name_th", "area", "lat", "lon", "phone", "hours"]
    importing.confirm_space_columns(actor=HOUSE, at=AT, import_id=id, columns=columns, kind="museum", queue=False)

    def drop(run):
        importing.drop_space_import(actor=HOUSE, at=AT, import_id=run.id)

    run = importing.check_import(actor=HOUSE, clock=lambda: AT, import_id=id, told=drop)
    assert (run.state, SpaceImportRow.objects.filter(run=run).count()) == ("dropped", 0)


def test_a_writing_that_was_cut_goes_on_where_it_stopped(monkeypatch):
    monkeypatch.setattr("rianru.places.actions.importing.writing.BATCH", 2)
    run = checked(table(*[[str(n), f"โรงเรียนที่ {n}", "560101", "", "", "", ""] for n in range(5)]))
    importing.write_space_import(actor=HOUSE, at=AT, import_id=run.id, queue=False)

    def cut(run):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        importing.run_write(actor=HOUSE, clock=lambda: AT, import_id=run.id, told=cut)
    assert Space.objects.count() == 2
    done = importing.run_write(actor=HOUSE, clock=lambda: AT, import_id=run.id)
    assert (done.state, Space.objects.count(), counts(done)) == ("done", 5, (5, 0, 0, 0))
    assert sorted(Fact.objects.filter(verb="places.spaces_added").values_list("count", flat=True)) == [1, 2, 2]


def test_a_code_taken_between_preview_and_writing_is_told_at_its_row():
    run = checked(table(["mine", "ของฉัน", "560101"], head=["code", "name_th", "area"]))
    actions.add_spaces(actor=HOUSE, at=AT, network_id=run.source.network_id, spaces=[
        actions.NewSpace(code="mine", kind="museum", name_th="อื่น", name_en="Other", area="560101")])
    importing.write_space_import(actor=HOUSE, at=AT, import_id=run.id, queue=False)
    run = importing.run_write(actor=HOUSE, clock=lambda: AT, import_id=run.id)
    assert (counts(run), reasons(run)) == ((0, 0, 0, 1), [["places.code_taken"]])


def test_three_rows_are_taken_with_as_many_queries_as_one():
    areas()
    network()
    found = []
    for names in (["ก"], ["ข", "ค", "ง"]):
        with CaptureQueriesContext(connection) as done:
            taken(table(*[[f"{name}1", name, "560101", "", "", "", ""] for name in names]), source=names[0])
        found.append(len(done))
    assert found[0] == found[1]
