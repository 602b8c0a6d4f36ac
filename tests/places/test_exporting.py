"""Spaces out: files that other programs read, that we read again, and that tell whether anything changed."""

import csv
import json
from decimal import Decimal
from io import StringIO
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from rianru.core.actors import ANONYMOUS
from rianru.places import actions, queries
from rianru.places.actions import NewSpace
from rianru.places.models import Space
from rianru.places.queries.exporting import OSM_KINDS, OSM_OFFERS, Out
from rianru.places.words import ACCESS, FACILITIES, KINDS
from tests.factories import AT, HOUSE, areas, network
from tests.places.test_importing import counts, taken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
WEEK = ((1, 510, 990), (2, 510, 990), (6, 600, 720))


def add(net, *codes, **given):
    return actions.add_spaces(actor=HOUSE, at=AT, network_id=net, spaces=[
        NewSpace(**({
            "code": code, "kind": "book_house", "name_th": f"บ้านหนังสือ {code}", "name_en": f"House {code}", "area": "560101",
            "lat": Decimal("19.16610"), "lon": Decimal("99.90190"), "phone": "054 123 456", "facilities": ("wifi", "ramp"),
            "hours": WEEK,
        } | given)) for code in codes
    ])


@pytest.fixture
def net():
    areas()
    return network(code="out")


def lines(form, **wanted):
    found = queries.spaces_out(actor=ANONYMOUS, at=AT, wanted=queries.Wanted(**wanted))
    return "".join(queries.FORMS[form][0](found, lambda code: f"https://x.example/spaces/{code}/"))


def test_every_column_of_the_csv_says_what_the_space_is(net):
    add(net, "one")
    text = lines("csv")
    assert text.startswith("\ufeffcode,")
    [row] = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
    assert {name: row[name] for name in ("subdistrict", "district", "province", "postal_code", "lat", "networks")} == {
        "subdistrict": "เวียง", "district": "เมืองพะเยา", "province": "พะเยา", "postal_code": "56000", "lat": "19.1661",
        "networks": "out"}
    assert (row["opening_hours"], row["facilities"], row["access"]) == ("Mo,Tu 08:30-16:30; Sa 10:00-12:00; PH off", "wifi", "ramp")


def test_cells_that_a_spreadsheet_would_run_are_neutralised_and_an_import_reads_them_as_they_were(net):
    names = ["=1+1", "+1", "-x", "@SUM(1)", '=HYPERLINK("http://x")']
    for number, name in enumerate(names):
        add(net, f"s{number}", name_th=name, lat=None, lon=None, area=f"56010{number + 4}" if number < 2 else "560201")
    rows = list(csv.DictReader(StringIO(lines("csv").removeprefix("\ufeff"))))
    assert sorted(row["name_th"] for row in rows) == sorted(f"'{name}" for name in names)
    run = taken(lines("csv").encode(), kind="", net=net)
    assert counts(run) == (0, 0, len(names), 0)


def test_the_csv_read_again_changes_nothing_and_an_edited_one_changes_what_was_edited(net):
    add(net, "one")
    add(net, "two", area="560104", lat=None, lon=None, hours=())
    text = lines("csv")
    assert counts(taken(text.encode("utf-8"), kind="", net=net)) == (0, 0, 2, 0)
    edited = text.replace("054 123 456", "054 999 999", 1)
    assert counts(taken(edited.encode("utf-8"), kind="", net=net, source="แก้เอง")) == (0, 1, 1, 0)
    assert Space.objects.filter(phone="054 999 999").count() == 1


def test_geojson_is_as_rfc_7946_has_it(net):
    add(net, "here")
    add(net, "nowhere", lat=None, lon=None, area="560104")
    whole = json.loads(lines("geojson"))
    assert (whole["type"], "crs" in whole) == ("FeatureCollection", False)
    by_id = {one["id"]: one for one in whole["features"]}
    assert by_id["here"]["geometry"] == {"type": "Point", "coordinates": [99.9019, 19.1661]}
    assert by_id["nowhere"]["geometry"] is None
    assert all(one["type"] == "Feature" and one["properties"]["url"].startswith("https://") for one in whole["features"])
    assert counts(taken(lines("geojson").encode(), kind="", net=net)) == (0, 0, 2, 0)


def test_openstreetmap_gets_sure_positions_alone_in_tags_that_mappers_use(net):
    add(net, "sure", name_th="บ้าน <หนังสือ> & \"สวน\"", facilities=("wifi", "computers"), members_only=True)
    add(net, "rough", approximate=True, area="560104")
    add(net, "van", kind="mobile_library", area="560105", lat=None, lon=None)
    root = ET.fromstring(lines("osm").encode())
    [node] = root.findall("node")
    tags = {tag.get("k"): tag.get("v") for tag in node.findall("tag")}
    assert (root.get("version"), int(node.get("id")) < 0) == ("0.6", True)
    assert {name: tags[name] for name in ("amenity", "name", "phone", "access", "internet_access")} == {
        "amenity": "library", "name": "บ้าน <หนังสือ> & \"สวน\"", "phone": "+66 54123456", "access": "members",
        "internet_access": "wlan;terminal"}
    assert tags["opening_hours"] == "Mo,Tu 08:30-16:30; Sa 10:00-12:00; PH off"


def test_every_kind_is_mapped_or_left_out_on_purpose():
    assert set(KINDS) - set(OSM_KINDS) == {"mobile_library", "online"}
    assert set(OSM_OFFERS) <= set(FACILITIES) | set(ACCESS)


@given(st.text(max_size=300), st.text(max_size=300))
def test_whatever_a_space_is_called_the_xml_is_xml(name, address):
    space = Space(code="x", kind="museum", name_th=name, name_en=name, area_id="560101", lat=Decimal("19.1"),
                  lon=Decimal("99.9"), address_th=address)
    found = [Out(space)]
    root = ET.fromstring("".join(queries.FORMS["osm"][0](found, lambda code: "https://x.example/")).encode())
    assert len(root.findall("node")) == 1
    json.loads("".join(queries.FORMS["geojson"][0](found, lambda code: "https://x.example/")))


def test_what_is_asked_for_comes_out_and_nothing_else(net):
    other = network(code="other")
    add(net, "house")
    add(other, "museum", kind="museum", area="500101", lat=None, lon=None)
    for wanted, code in (({"kind": "museum"}, "museum"), ({"area": "56"}, "house"), ({"network": other}, "museum")):
        assert [one["id"] for one in json.loads(lines("geojson", **wanted))["features"]] == [code]


def test_pages_lose_and_repeat_nothing_and_ask_as_often_for_three_spaces_as_for_one(net, monkeypatch):
    add(net, "a0")
    with CaptureQueriesContext(connection) as one:
        lines("csv")
    add(net, *[f"b{n}" for n in range(4)], lat=None, lon=None, area="560104")
    with CaptureQueriesContext(connection) as five:
        lines("csv")
    assert len(one) == len(five)
    monkeypatch.setattr("rianru.places.queries.exporting.PAGE", 2)
    codes = [row["code"] for row in csv.DictReader(StringIO(lines("csv").removeprefix("\ufeff")))]
    assert sorted(codes) == ["a0", "b0", "b1", "b2", "b3"]


def test_the_version_moves_with_every_change_that_a_file_shows(net):
    def version():
        return queries.version_of(actor=ANONYMOUS, at=AT, wanted=queries.Wanted(area="56"))

    [id] = add(net, "one")
    seen = [version()]
    assert version() == seen[0]
    actions.set_weekly_hours(actor=HOUSE, at=AT, space_id=id, hours=[(1, 600, 660)])
    seen.append(version())
    Space.objects.filter(id=id).update(phone="054 000 000")
    seen.append(version())
    actions.close_space(actor=HOUSE, at=AT, space_id=id, on=AT.date())
    seen.append(version())
    add(net, "away", area="500101", lat=None, lon=None)
    assert (len(set(seen)), version()) == (4, seen[-1])
