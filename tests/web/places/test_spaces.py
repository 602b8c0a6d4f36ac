import json
import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rianru.core.actors import Role
from rianru.places import actions
from rianru.places.models import Space
from tests.factories import AT, HOUSE, space, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country", "clock", "acting")]
NIGHT = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)  # 23:00 in Bangkok


def text(response):
    """What a reader sees: no tags, no white space round words."""
    body = re.sub(r"<wbr>|\u200b", "", response.content.decode())
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)))


def test_the_list_shows_each_space_with_its_kind_its_district_and_whether_it_is_open(client):
    space(code="here", name_th="หอสมุดริมกว๊าน", name_en="Lakeside library", hours=((6, 540, 1020),))
    page = client.get("/spaces/")
    assert page.status_code == 200
    for words in ("หอสมุดริมกว๊าน", "ห้องสมุดประชาชนอำเภอ", "เมืองพะเยา พะเยา", "เปิดอยู่ ถึง 17:00", "1 แห่ง"):
        assert words in text(page)
    assert "Lakeside library" in text(client.get("/en/spaces/"))


def test_the_list_is_narrowed_by_province_kind_name_and_what_is_open(client, clock):
    space(name_th="ห้องสมุดเช้า", area="5601", hours=((6, 540, 1020),))
    space(name_th="วัดค่ำ", area="5701", kind="temple", hours=((6, 1080, 1439),))
    for query, shown in (
        ("province=57", ["วัดค่ำ"]),
        ("kind=temple", ["วัดค่ำ"]),
        ("q=เช้า", ["ห้องสมุดเช้า"]),
        ("open=1", ["ห้องสมุดเช้า"]),
        ("", ["วัดค่ำ", "ห้องสมุดเช้า"]),
    ):
        found = [row["name_th"] for row in client.get(f"/spaces/?{query}").context["spaces"]]
        assert sorted(found) == sorted(shown)
    clock(NIGHT)
    assert [row["name_th"] for row in client.get("/spaces/?open=1").context["spaces"]] == ["วัดค่ำ"]


def test_what_is_open_fills_whole_pages_and_is_counted_right(client, monkeypatch):
    from rianru.web.places import views

    monkeypatch.setattr(views, "PAGE", 2)
    for n in range(8):
        space(name_th=f"ห้องสมุด {n}", hours=((6, 540, 1020),) if n > 3 else ((1, 540, 1020),))
    first = client.get("/spaces/?open=1")
    second = client.get(f"/spaces/{first.context['page']['next_url']}")
    names = [row["name_th"] for page in (first, second) for row in page.context["spaces"]]
    assert names == [f"ห้องสมุด {n}" for n in range(4, 8)]
    assert (first.context["total"], second.context["page"]["next_url"]) == (4, "")


@pytest.mark.parametrize(
    "query", ["province=๕๖", "province=x%00", "kind=castle", "after=zzz", "after=%F0", "q=%25_%5C", "open=2"]
)
def test_an_address_that_means_nothing_breaks_nothing(client, query):
    space()
    assert client.get(f"/spaces/?{query}").status_code == 200


def test_an_empty_list_says_what_to_do(client):
    space()
    assert "ไม่มีที่ตรงกับที่เลือก" in text(client.get("/spaces/?q=ไม่มีแน่"))


def test_the_list_takes_as_many_queries_for_three_spaces_as_for_one(client):
    space()
    client.get("/spaces/")
    with CaptureQueriesContext(connection) as one:
        client.get("/spaces/")
    space(), space(area="5701")
    with CaptureQueriesContext(connection) as three:
        client.get("/spaces/")
    assert len(one) == len(three)


def test_a_space_shows_its_week_the_days_that_differ_and_why(client):
    id = space(code="here", hours=tuple((day, 540, 1200) for day in range(2, 7)))
    actions.load_holidays(actor=HOUSE, at=AT)
    actions.set_exception(
        actor=HOUSE, at=AT, space_id=id, day=date(2026, 12, 8), opens=600, closes=720, reason_th="ประชุมหมู่บ้าน"
    )
    page = client.get("/spaces/here/")
    shown = text(page)
    for words in (
        "เปิดอยู่ ถึง 20:00",
        "เสาร์ วันนี้",
        "จันทร์ 7 ธ.ค. 2569 ปิด วันชดเชยวันพ่อแห่งชาติ",
        "อังคาร 8 ธ.ค. 2569 10:00–12:00 น. ประชุมหมู่บ้าน",
        "อำเภอเมืองพะเยา จังหวัดพะเยา",
    ):
        assert words in shown
    assert [step.in_("en") for step in page.context["steps"]] == ["Usually on Sat: 09:00–20:00"]
    assert [(row["day"].in_("en"), row["today"]) for row in page.context["week"] if row["today"]] == [("Sat", True)]


def test_a_space_speaks_to_search_engines_and_gives_no_point_where_it_does_not_know_it(client):
    space(code="here", hours=((6, 600, 1200),))
    body = client.get("/spaces/here/").content.decode()
    [data] = [
        json.loads(found) for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', body, re.S)
    ]
    data, trail = data["@graph"]
    assert (data["@type"], data["name"], data["alternateName"]) == ("Library", "ห้องสมุดทดสอบ", "Test library")
    assert (data["parentOrganization"]["@type"], data["publicAccess"]) == ("LibrarySystem", True)
    assert data["address"]["addressRegion"] == "พะเยา"
    assert [step["name"] for step in trail["itemListElement"]] == [
        "ประเทศไทย", "จังหวัดพะเยา", "อำเภอเมืองพะเยา", "ห้องสมุดทดสอบ"
    ]
    assert data["openingHoursSpecification"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": "https://schema.org/Saturday",
            "opens": "10:00",
            "closes": "20:00",
        }
    ]
    assert "geo" not in data


def test_a_day_that_differs_is_told_to_search_engines_too(client):
    id = space(code="here", hours=tuple((day, 540, 1200) for day in range(1, 8)))
    for day, opens, closes in ((date(2026, 12, 8), 600, 1440), (date(2026, 12, 9), None, None)):
        actions.set_exception(actor=HOUSE, at=AT, space_id=id, day=day, opens=opens, closes=closes)
    body = client.get("/spaces/here/").content.decode()
    [found] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', body, re.S)
    special = json.loads(found)["@graph"][0]["specialOpeningHoursSpecification"]
    assert [(one["validFrom"], one["validThrough"], one["opens"], one["closes"]) for one in special] == [
        ("2026-12-08", "2026-12-08", "10:00", "23:59"), ("2026-12-09", "2026-12-09", "00:00", "00:00")
    ]


def test_a_space_says_for_whom_it_is_its_network_and_where_else_to_go(client):
    here = space(code="here", members_only=True)
    there = space(code="there", name_th="หอสมุดข้างวัด", members_only=True)
    Space.objects.filter(id__in=[here, there]).update(lat="19.1", lon="99.9")
    Space.objects.filter(id=there).update(lat="19.11")
    shown = text(client.get("/spaces/here/"))
    for words in ("เฉพาะสมาชิกหรือคนในพื้นที่", "อยู่ในเครือข่ายทดสอบ", "หอสมุดข้างวัด", "ราว 1.1 กม.", "อำเภอเมืองพะเยา จังหวัดพะเยา"):
        assert words in shown
    assert "เฉพาะสมาชิกหรือคนในพื้นที่" in text(client.get("/spaces/"))
    Space.objects.filter(id=there).update(approximate=True)
    assert "กม." not in text(client.get("/spaces/here/"))


def test_a_space_that_is_not_there_is_not_found(client):
    assert client.get("/spaces/nowhere/").status_code == 404


def test_a_space_without_hours_says_so(client):
    space(code="here", hours=())
    assert "เรายังไม่รู้เวลาเปิดที่นี่" in text(client.get("/spaces/here/"))


def test_only_its_keeper_is_shown_the_way_to_change_it(client, acting):
    id = space(code="here")
    assert client.get("/spaces/here/").context["may_edit"] is False
    acting(staff(role=Role.CARETAKER, scope_kind="space", scope_id=id))
    assert client.get("/spaces/here/").context["may_edit"] is True
