import json
import re
from html import unescape

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rianru.places.models import Space
from tests.factories import areas, city, space
from tests.web.places.test_spaces import NIGHT, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country", "clock", "acting")]
OPEN, SHUT = ((6, 540, 1020),), ((1, 540, 600),)  # a Saturday morning


@pytest.fixture(autouse=True)
def _no_memory():
    cache.clear()


def data(response):
    """What the page says to search engines."""
    [found] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode(), re.S)
    return json.loads(found)["@graph"]


def links(response):
    return [unescape(link) for link in re.findall(r'<a[^>]* href="([^"]+)"', response.content.decode().split("<main")[1])]


def test_the_country_shows_every_province_by_region_and_the_cities(client):
    space(area="5601"), space(area="560105")
    city(code="phayao")
    page = client.get("/areas/")
    assert [len(region["areas"]) for region in page.context["regions"]] == [9, 20, 22, 7, 5, 14]
    north = page.context["regions"][0]["areas"]
    assert [(row["name"].th, row["n"]) for row in north][:2] == [("เชียงราย", 0), ("เชียงใหม่", 0)]
    assert {row["url"]: row["n"] for row in north if row["n"]} == {"/areas/56/": 2}
    assert "/cities/phayao/" in links(page)
    assert "Places to learn across Thailand" in text(client.get("/en/areas/"))


def test_the_country_without_areas_says_what_to_do(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM places_area")
    assert "load-areas" in text(client.get("/areas/"))


def test_an_area_shows_its_spaces_open_first_what_lies_in_it_and_near_it(client):
    space(code="aa", name_th="กก ปิด", area="560105", hours=SHUT)
    space(code="bb", name_th="ฮฮ เปิด", area="560105", hours=OPEN)
    space(code="cc", name_th="มมพิพิธภัณฑ์", area="560201", hours=OPEN, kind="museum")
    page = client.get("/areas/56/")
    assert [row["name_th"] for row in page.context["spaces"]] == ["มมพิพิธภัณฑ์", "ฮฮ เปิด", "กก ปิด"]
    shown = text(page)
    for words in ("จังหวัดพะเยา", "เปิดอยู่ 2 แห่ง จาก 3 แห่ง", "เลือกอำเภอ 9 แห่ง", "อำเภอในจังหวัดพะเยา", "จังหวัดใกล้เคียง",
                  "31 ธ.ค. 2564", "ห้องสมุดประชาชนอำเภอ 2"):
        assert words in shown
    assert {"/areas/5601/", "/areas/57/", "/search/?q=&province=56", "?kind=museum#spaces"} <= set(links(page))
    assert [row["name_th"] for row in client.get("/areas/56/?kind=museum").context["spaces"]] == ["มมพิพิธภัณฑ์"]
    assert "Phayao" in text(client.get("/en/areas/56/"))
    assert "Places to learn in Mueang Phayao District" in client.get("/en/areas/5601/").content.decode()


def test_what_is_open_changes_with_the_hour(client, clock):
    space(name_th="กลางวัน", area="560105", hours=OPEN), space(name_th="กลางคืน", area="560105", hours=((6, 1320, 1440),))
    assert client.get("/areas/560105/").context["spaces"][0]["name_th"] == "กลางวัน"
    clock(NIGHT)
    assert client.get("/areas/560105/").context["spaces"][0]["name_th"] == "กลางคืน"


def test_an_area_pages_through_its_spaces_by_key(client, monkeypatch):
    from rianru.web.places import inside

    monkeypatch.setattr(inside, "PAGE", 2)
    for n in range(5):
        space(name_th=f"ห้องสมุด {n}", area="560105", hours=OPEN if n in (1, 4) else SHUT)
    seen, url = [], "/areas/56/"
    while True:
        page = client.get(url.split("#", maxsplit=1)[0])
        seen += [row["name_th"] for row in page.context["spaces"]]
        assert page.context["total"] == 5
        if not page.context["page"]["next_url"]:
            break
        url = "/areas/56/" + page.context["page"]["next_url"]
    assert seen == [f"ห้องสมุด {n}" for n in (1, 4, 0, 2, 3)]
    assert page.context["page"]["first_url"] == "?#spaces"


def test_an_area_without_a_space_says_which_are_nearest_and_how_far_in_a_straight_line(client):
    near, far = space(name_th="ใกล้", area="570101"), space(name_th="ไกล", area="9001")
    Space.objects.filter(id=near).update(lat="19.3", lon="99.82")
    Space.objects.filter(id=far).update(lat="7.0", lon="100.5")
    page = client.get("/areas/560105/")
    assert [row["name_th"] for row in page.context["nearest"]] == ["ใกล้", "ไกล"]
    shown = text(page)
    for words in ("ยังไม่มีที่เรียนรู้ในระบบ", "ที่ใกล้ที่สุด", "ระยะเส้นตรงจากใจกลางตำบลบ้านตุ่น", "ราว 18 กม.", "ราว 1,3"):
        assert words in shown


def test_an_area_of_a_country_without_any_space_still_answers(client):
    areas()
    page = client.get("/areas/560105/")
    assert (page.status_code, page.context["nearest"]) == (200, [])
    assert "เครือข่ายกำลังรวบรวม" in text(page)


def test_an_abolished_code_is_not_found_and_says_what_took_over(client):
    areas()
    page = client.get("/areas/100205/")
    assert (page.status_code, "/areas/102901/" in links(page)) == (404, True)
    assert "1 มกราคม 2549" in text(page)
    assert "It is now:" in text(client.get("/en/areas/100205/"))


@pytest.mark.parametrize(
    ("code", "leads_to"),
    [("569999", "/areas/56/"), ("5601059", "/areas/560105/"), ("99", "/areas/"), ("๕๖", "/areas/"), ("phayao", "/areas/"),
     ("0", "/areas/"), ("5" * 3000, "/areas/"), ("56%00", "/areas/"), ("<script>", "/areas/"), ("56'--", "/areas/")],
)
def test_a_code_that_is_none_is_not_found_and_the_page_helps(client, code, leads_to):
    areas()
    page = client.get(f"/areas/{code}/")
    assert page.status_code == 404
    assert leads_to in links(page)
    assert "<script>" not in page.content.decode().split("<main")[1]


@pytest.mark.parametrize("query", ["kind=castle", "kind=%00", "after=o", "after=ozzz", "after=%F0", "after=x" * 3, "kind=๑"])
def test_an_address_that_means_nothing_breaks_nothing(client, query):
    space(area="560105")
    assert client.get(f"/areas/56/?{query}").context["total"] == 1


def test_a_city_gathers_the_spaces_of_all_its_areas_in_its_own_dye(client):
    space(name_th="หนึ่ง", area="560105"), space(name_th="สอง", area="9501"), space(name_th="นอก", area="570101")
    city(code="two", name_th="สองเมือง", name_en="Two towns", areas_in=("5601", "95"))
    page = client.get("/cities/two/")
    assert {row["name_th"] for row in page.context["spaces"]} == {"หนึ่ง", "สอง"}
    assert {"/areas/5601/", "/areas/95/"} <= set(links(page))
    assert page.context["province"] is None
    assert 'data-hue="indigo"' in page.content.decode()
    assert (data(page)[0]["@type"], len(data(page)[0]["containsPlace"])) == ("City", 2)
    assert client.get("/cities/none/").status_code == 404


def test_an_area_speaks_to_search_engines(client):
    space(code="here", area="560105")
    about, trail, listed = data(client.get("/areas/560105/"))
    assert (about["@type"], about["name"], about["containedInPlace"]["identifier"]) == (
        "AdministrativeArea", "ตำบลบ้านตุ่น", "5601"
    )
    assert [step["name"] for step in trail["itemListElement"]] == [
        "ประเทศไทย", "จังหวัดพะเยา", "อำเภอเมืองพะเยา", "ตำบลบ้านตุ่น"
    ]
    assert [one["url"] for one in listed["itemListElement"]] == ["http://testserver/spaces/here/"]


def test_the_page_takes_as_many_queries_for_three_spaces_as_for_one(client):
    space(area="560105")
    client.get("/areas/56/")
    with CaptureQueriesContext(connection) as one:
        client.get("/areas/56/")
    space(area="560105", name_th="อีกแห่ง"), space(area="560201", kind="museum")
    with CaptureQueriesContext(connection) as three:
        client.get("/areas/56/")
    assert len(one) == len(three)
