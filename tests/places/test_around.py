"""An area and what is around it."""

from datetime import UTC, date, datetime
from math import asin, cos, radians, sin, sqrt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rianru.core.actors import ANONYMOUS
from rianru.core.models import Change
from rianru.places import actions, queries
from rianru.places.kinds.areas import id_of
from rianru.places.models import Area, Space
from rianru.places.queries.distance import nearest
from rianru.places.words import CALLED, KINDS, REGIONS, full_name
from tests.factories import AT, HOUSE, areas, space

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
NIGHT = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)
ALWAYS = tuple((day, 0, 1440) for day in range(1, 8))
ASKED = {"actor": ANONYMOUS, "at": AT}


def place(code, lat, lon, **more):
    id = space(code=code, **more)
    Space.objects.filter(id=id).update(lat=lat, lon=lon)
    return id


def far(lat, lon, to_lat, to_lon):
    """The haversine formula, by another hand than the one in SQL."""
    a, b, c, d = map(radians, map(float, (lat, lon, to_lat, to_lon)))
    return 2 * 6371 * asin(sqrt(sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2))


def test_the_six_regions_hold_every_province_once():
    areas()
    held = [code for _, codes in REGIONS.values() for code in codes.split()]
    assert sorted(held) == [area.code for area in Area.objects.filter(parent=None).order_by("code")]


def test_every_kind_of_space_has_the_names_that_people_call_it_by():
    assert sorted(CALLED) == sorted(KINDS)


def test_an_area_is_named_with_what_it_is_and_bangkok_in_its_own_way():
    names = {code: full_name(code, "ก", "K") for code in ("56", "5601", "560105", "10", "1029", "102901")}
    assert {code: name.in_("th") for code, name in names.items()} == {
        "56": "จังหวัดก", "5601": "อำเภอก", "560105": "ตำบลก", "10": "ก", "1029": "เขตก", "102901": "แขวงก"
    }
    assert {code: name.in_("en") for code, name in names.items()} == {
        "56": "K", "5601": "K District", "560105": "K Sub-district", "10": "K", "1029": "K District",
        "102901": "K Sub-district",
    }


def test_the_way_to_an_area_goes_from_large_to_small_and_no_way_leads_to_a_code_that_is_none():
    areas()
    assert [area.code for area in queries.area_path("560105")] == ["56", "5601", "560105"]
    assert [queries.area_path(code) for code in ("569999", "5", "99")] == [[], [], []]


def test_an_abolished_code_says_since_when_and_what_took_over():
    areas()
    gone = queries.abolished("100205")
    assert (gone.name_th, gone.abolished_on, [area.code for area in gone.successors]) == (
        "บางซื่อ", date(2006, 1, 1), ["102901"]
    )
    assert (queries.abolished("560105"), queries.abolished("999999")) == (None, None)


def test_areas_inside_are_counted_with_everything_in_them_in_thai_order():
    space(area="560105"), space(area="5601"), space(area="560201"), space(area="5701")
    inside = queries.areas_right_inside(code="56", **ASKED)
    assert {row.area.code: row.spaces for row in inside if row.spaces} == {"5601": 2, "5602": 1}
    assert [row.area.sort_th for row in inside] == sorted(row.area.sort_th for row in inside)
    assert {row.area.code: row.spaces for row in queries.areas_right_inside(**ASKED) if row.spaces} == {"56": 3, "57": 1}


def test_what_is_open_comes_first_and_pages_by_key_lose_and_repeat_nothing():
    for n in range(7):
        space(code=f"s-{n}", name_th=f"ห้องสมุด {n}", area="560105", hours=ALWAYS if n % 2 else ((1, 540, 600),))
    seen, after = [], None
    while rows := queries.spaces_inside(codes=["56"], after=after, limit=2, **ASKED):
        seen += [row.space.code for row in rows]
        last = rows[-1].space
        after = (last.code in ("s-1", "s-3", "s-5"), last.sort_th, last.id)
    assert seen == ["s-1", "s-3", "s-5", "s-0", "s-2", "s-4", "s-6"]


def test_the_order_of_the_list_and_the_calendar_agree_about_what_is_open():
    space(hours=((6, 540, 1020),)), space(hours=()), space(hours=((6, 1320, 1440),)), space(hours=ALWAYS)
    for at in (AT, NIGHT):
        rows = queries.spaces_inside(actor=ANONYMOUS, at=at, codes=["56"])
        states = queries.openings([row.space.id for row in rows], at=at)
        is_open = [states[row.space.id].state == "open" for row in rows]
        assert is_open == sorted(is_open, reverse=True)
        counts = queries.kinds_inside(actor=ANONYMOUS, at=at, codes=["56"])
        assert (counts["district_library"].total, counts["district_library"].open_now) == (4, sum(is_open))


def test_a_space_is_counted_once_where_two_areas_hold_it():
    space(area="560105")
    assert queries.kinds_inside(codes=["56", "5601"], **ASKED)["district_library"].total == 1


def test_a_space_that_closed_for_good_is_nowhere():
    id = place("gone", 19.1, 99.8, area="560105")
    actions.close_space(actor=HOUSE, at=AT, space_id=id, on=date(2026, 11, 20))
    assert queries.spaces_inside(codes=["56"], **ASKED) == []
    assert queries.kinds_inside(codes=["56"], **ASKED) == {}
    assert queries.nearest_spaces(lat=19.1, lon=99.8, **ASKED) == []


def test_the_nearest_are_found_in_order_near_by_and_across_the_country():
    here = (19.0, 99.9)
    spots = {"corner": (19.19, 100.09), "edge": (19.21, 99.9), "south": (6.6, 101.3), "near": (19.01, 99.9)}
    for code, (lat, lon) in spots.items():
        place(code, lat, lon)
    wanted = sorted(spots, key=lambda code: far(*here, *spots[code]))
    assert wanted == ["near", "edge", "corner", "south"]
    for limit in (1, 2, 3, 4):
        found = queries.nearest_spaces(lat=here[0], lon=here[1], limit=limit, **ASKED)
        assert [one.row.space.code for one in found] == wanted[:limit]
        assert [one.km for one in found] == pytest.approx([far(*here, *spots[code]) for code in wanted[:limit]])


def test_the_index_changes_nothing_but_the_work():
    areas()
    tambons = Area.objects.filter(code__regex="^[0-9]{6}$")
    for lat, lon in ((13.75, 100.5), (6.0, 101.9), (20.4, 99.9), (15.0, 105.5), (-35.0, 12.0)):
        indexed, measured = nearest(tambons, lat, lon, 12), nearest(tambons, lat, lon, 12, few=True)
        assert [(area.code, km) for area, km in indexed] == [(area.code, km) for area, km in measured]
        key = indexed[4][1], indexed[4][0].pk
        assert nearest(tambons, lat, lon, 7, key) == indexed[5:]


def test_what_is_nearest_on_the_ground_is_found_though_a_plane_of_degrees_has_others_nearer():
    for number in range(12):  # 0.96 degrees to the south are 107 km
        place(f"south-{number}", 20.0 - 0.96, 99.9)
    place("east", 20.0, 100.9)  # a degree to the east is 104
    [found] = queries.nearest_spaces(lat=20.0, lon=99.9, limit=1, **ASKED)
    assert found.row.space.code == "east"


def test_nearest_spaces_leave_out_an_area_one_space_and_what_has_no_place():
    place("inside", 19.1, 99.8, area="560105"), place("bus", 19.1, 99.8, kind="mobile_library")
    itself = place("itself", 19.1, 99.8, area="570101")
    place("other", 19.2, 99.8, area="5701")
    found = queries.nearest_spaces(lat=19.1, lon=99.8, outside=["5601"], but=itself, **ASKED)
    assert [one.row.space.code for one in found] == ["other"]


def test_neighbours_are_of_the_same_level_over_any_border():
    areas()
    area = Area.objects.get(code="560105")
    found = queries.neighbours(area=area, limit=8, **ASKED)
    assert {len(row.area.code) for row in found} == {6}
    assert [row.km for row in found] == sorted(row.km for row in found)
    assert area.code not in {row.area.code for row in found}
    assert {row.area.code[:2] for row in queries.neighbours(area=Area.objects.get(code="5601"), **ASKED)} > {"56"}


def test_the_pages_of_an_area_take_as_many_queries_for_three_spaces_as_for_one():
    def ask():
        queries.areas_right_inside(code="56", **ASKED)
        queries.neighbours(area=Area.objects.get(code="5601"), **ASKED)
        queries.spaces_inside(codes=["56"], **ASKED)
        queries.kinds_inside(codes=["56"], **ASKED)

    space()
    with CaptureQueriesContext(connection) as one:
        ask()
    space(), space(area="5602", kind="museum")
    with CaptureQueriesContext(connection) as three:
        ask()
    assert len(one) == len(three)


def test_loading_tells_followers_of_areas_that_changed_and_of_all_that_lie_in_them():
    areas()
    inside, outside = space(area="560105"), space(area="5701")
    Change.objects.all().delete()
    Area.objects.filter(code="5601").update(name_th="ผิด")
    actions.load_areas(actor=HOUSE, at=AT)
    told = set(Change.objects.values_list("kind", "object_id"))
    codes = Area.objects.filter(code__startswith="5601").values_list("code", flat=True)
    assert told == {("space", inside), *(("area", id_of(code)) for code in codes)}
    assert ("space", outside) not in told
    Change.objects.all().delete()
    actions.load_areas(actor=HOUSE, at=AT)
    assert Change.objects.count() == 0
