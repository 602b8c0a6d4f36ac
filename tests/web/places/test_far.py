"""Who is far, as pages, table and file; the planner's pages."""

import csv
import io
import json

import pytest
from django.utils import timezone

from rianru.core.actors import Role
from rianru.places import actions, queries
from rianru.places.models import SitePlan
from rianru.places.words import SORTS
from tests import factories
from tests.factories import AT, HOUSE
from tests.places.north import north

KEY = "01900000-0000-7000-8000-000000000001"
ASKED = {"area": "56", "to": "any", "n": "3", "km": "10", "detour": "140"}


@pytest.fixture
def measured(db):
    """Two provinces, one library in the town of Phayao, and the distances to it."""
    north()
    factories.space(area="560101", code="lib-56")
    actions.measure_distances(actor=HOUSE, at=AT)


@pytest.fixture
def officer(measured, acting):
    """An officer of the city of Phayao, who asks."""
    city = factories.city(areas_in=["56"])
    who = factories.staff(role=Role.OFFICER, scope_kind="city", scope_id=city)
    acting(who)
    return who


def text(page) -> str:
    return page.content.decode()


def rows_of(page) -> list[list[str]]:
    lines = b"".join(page.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(lines)))


def test_the_country_lists_provinces_by_people_who_are_far(client, measured):
    page = client.get("/far/")
    shown = text(page)
    far = {row.code: row.far(5) for row in queries.left_out("", sort="any", detour=1.4)}
    assert page.status_code == 200
    assert f"{sum(far.values()):,}" in shown
    assert shown.index(f"{max(far.values()):,}") < shown.rindex(f"{min(far.values()):,}")
    assert 'data-code="56"' in shown


@pytest.mark.parametrize(("path", "said"), [
    ("/far/56/", "/far/5601/"), ("/far/5601/", "ห้องสมุดทดสอบ"), ("/far/560101/", "เปิด 40"), ("/en/far/56/?km=10", "10\xa0km"),
    ("/far/56/?to=evening&order=name&detour=100", "หลังหกโมงเย็น"),
])
def test_every_level_has_its_page(client, measured, path, said):
    page = client.get(path)
    assert (page.status_code, said in text(page)) == (200, True)


def test_the_same_setting_is_carried_down(client, measured):
    assert "/far/5601/?to=weekend&amp;km=10" in text(client.get("/far/56/?to=weekend&km=10"))


def test_before_anything_was_measured_the_page_says_so(client, db):
    north()
    assert "ยังไม่ได้วัดระยะ" in text(client.get("/far/56/"))


@pytest.mark.parametrize("path", ["/far/99/", "/far/5/", "/far/x/", "/far/56010101/", "/far/99/table.csv", "/far/00/"])
def test_an_area_that_there_is_not_is_not_found(client, measured, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("query", ["?km=3", "?km=1e9", "?to=nothing", "?detour=-1", "?order=%00", "?to=%27;--", "?km=&to="])
def test_a_setting_that_cannot_be_is_left_out(client, measured, query):
    assert client.get(f"/far/56/{query}").status_code == 200


def test_the_file_has_every_subdistrict_and_says_who_how_many_how_far(client, measured):
    head, *lines = rows_of(client.get("/far/56/table.csv?km=10"))
    homes = queries.homes_inside("56", sort="any", detour=1.4)
    assert (len(head), len(lines), len(homes)) == (13 + len(SORTS), 68, 68)
    assert sum(int(line[4]) for line in lines) == 464_505
    assert {line[0]: line[6] for line in lines}["560101"] == "0"
    assert sum(int(line[4]) for line in lines if line[6] == "1") == sum(
        row.far(10) for row in queries.left_out("56", sort="any", detour=1.4))


def test_the_file_says_when_the_nearest_is_open_who_gets_in_and_the_road_to_every_kind(client, db):
    north()
    factories.space(area="560101", kind="provincial_library", hours=((6, 540, 1080), (1, 540, 1140)), facilities=("ramp",))
    factories.space(area="560201", kind="book_house", hours=())
    actions.measure_distances(actor=HOUSE, at=AT)
    page = text(client.get("/far/5601/"))
    assert "เปิด 19 ชม. ต่อสัปดาห์" in page
    assert "มีทางลาด" in page
    assert "มีทางลาด" not in text(client.get("/far/5601/?to=book_house"))
    head, *lines = rows_of(client.get("/far/5601/table.csv"))
    own = dict(zip(head, next(line for line in lines if line[0] == "560101"), strict=True))
    assert [own[name] for name in head[8:13]] == ["ห้องสมุดประชาชนจังหวัด", "19.0", "1", "1", "1"]
    assert float(own["กม. ถึง: บ้านหนังสือ"]) > float(own["กม. ถึง: ที่เรียนรู้ที่ใครก็เข้าได้"]) == 0
    assert own["กม. ถึง: วัด"] == ""  # there is none
    head, *lines = rows_of(client.get("/far/5602/table.csv"))
    assert next(line for line in lines if line[0] == "560201")[8:13] == ["บ้านหนังสือ", "", "0", "0", "0"]


def test_the_road_is_as_long_as_the_operator_says_and_the_page_says_whence_the_figure(client, measured, settings):
    settings.ROAD_FACTOR = 1.25
    page = text(client.get("/far/560201/"))
    assert "1.25" in page
    assert "Ballou" in page
    assert 'value="125" selected' in page
    by_operator = queries.left_out("56", sort="any", detour=1.25)
    assert f"{sum(row.far(5) for row in by_operator):,}" in text(client.get("/far/56/"))


@pytest.mark.parametrize("many", [1, 3])
def test_the_queries_of_a_page_do_not_grow_with_its_spaces(client, db, django_assert_max_num_queries, many):
    north()
    for code in ("560101", "560106", "560201")[:many]:
        factories.space(area=code)
    actions.measure_distances(actor=HOUSE, at=AT)
    client.get("/far/56/")
    with django_assert_max_num_queries(16):
        client.get("/far/56/")


def test_the_area_page_leads_to_who_is_far(client, measured):
    assert "/far/56/" in text(client.get("/areas/56/"))


# The planner


def test_an_officer_gets_sites_and_figures_and_keeps_them(client, officer):
    page = client.get("/planner/", ASKED)
    found = queries.suggested(queries.Sought("56", "any", 3, 10_000, 140), at=AT)
    assert f'data-gain="{sum(found.gains)}"' in text(page)
    pins = [f"{pin.lat:.5f},{pin.lon:.5f}" for pin in found.pins]
    assert all(f'value="{pin}"' in text(page) for pin in pins)
    sent = client.post("/planner/", ASKED | {"pin": pins, "name": "สามจุด", "key": KEY})
    plan = SitePlan.objects.get()
    assert (sent.status_code, sent["Location"].endswith(f"/planner/plans/{plan.id}/")) == (302, True)
    again = client.post("/planner/", ASKED | {"pin": pins, "name": "สามจุด", "key": KEY})
    assert (again.status_code, SitePlan.objects.count()) == (302, 1)
    shown = client.get(f"/planner/plans/{plan.id}/")
    assert f'data-gain="{sum(found.gains)}"' in text(shown)


def test_the_figures_alone_are_the_same_page_without_its_frame(client, officer):
    part = text(client.get("/planner/", ASKED | {"part": "1", "pin": ["19.20000,99.90000,m"]}))
    assert ("<html" in part, "data-gain" in part, "data-reached" in part) == (False, True, True)


def test_a_pin_moves_from_the_list_without_scripts(client, officer):
    page = client.get("/planner/", ASKED | {"pin": ["19.20000,99.90000"], "move": "1", "place": "560201"})
    middle = queries.whereabouts("560201").middle
    assert f'value="{middle.lat:.5f},{middle.lon:.5f},m"' in text(page)


@pytest.mark.parametrize("pin", ["", "x,y", "51.5,0.1", "nan,nan", "19.2", "19.2,99.9,m,m", "1e400,99"])
def test_a_pin_that_cannot_be_is_left_out(client, officer, pin):
    assert client.get("/planner/", ASKED | {"pin": [pin]}).status_code == 200


def test_a_plan_without_a_name_says_so_and_keeps_nothing(client, officer):
    page = client.post("/planner/", ASKED | {"name": " ", "key": KEY})
    assert (page.status_code, "ตั้งชื่อแผนก่อน" in text(page), SitePlan.objects.count()) == (422, True, 0)


def test_an_area_of_another_city_may_be_tried_and_not_kept(client, officer):
    assert "ลองดูได้ แต่บันทึกได้เฉพาะ" in text(client.get("/planner/", ASKED | {"area": "55"}))
    assert client.post("/planner/", ASKED | {"area": "55", "name": "น่าน", "key": KEY}).status_code == 403


def test_whoever_has_the_address_reads_a_plan_and_takes_its_sites(client, measured):
    asked = queries.Sought("56", "any", 2, 10_000, 140)
    pins = tuple((pin.lat, pin.lon, False) for pin in queries.suggested(asked, at=AT).pins)
    plan = actions.NewPlan(name="=1+1", asked=asked, site="van_stop", pins=pins)
    made = actions.save_plan(actor=HOUSE, at=timezone.now(), plan=plan)
    page = text(client.get(f"/planner/plans/{made}/"))
    assert ("จุดจอดรถห้องสมุด" in page, "แก้แผนนี้" in page) == (True, False)
    _, *lines = rows_of(client.get(f"/planner/plans/{made}/sites.csv"))
    assert [line[0] for line in lines] == ["1", "2"]
    drawn = json.loads(client.get(f"/planner/plans/{made}/sites.geojson").content)
    assert [one["geometry"]["coordinates"] for one in drawn["features"]] == [
        [pytest.approx(lon, abs=1e-5), pytest.approx(lat, abs=1e-5)] for lat, lon, _ in pins]
    assert client.get(f"/planner/plans/{made}/sites.exe").status_code == 404
