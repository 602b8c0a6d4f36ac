"""What is on, in the browser without a script: near me, for whom, as a week, a month and places; a calendar of each."""

import json

import pytest
import vobject

from rianru.places.models import Area, Space
from tests.people import making

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode().replace("<wbr>", "")


@pytest.fixture
def around(client, planned):
    """The space has a place, and so has the district whose code the reader's device keeps."""
    Space.objects.filter(id=planned.space.id).update(lat=19.17, lon=99.90)
    for code, lat in (("5601", 19.166), ("5801", 18.0)):
        making.area(code)
        Area.objects.filter(code=code).update(lat=lat, lon=99.902)
    return planned


@pytest.mark.parametrize("view", ["", "week", "month", "map"])
def test_every_view_shows_what_is_on_and_never_breaks(client, around, view):
    one = around.activity(weeks=1, title_th="ย้อมคราม", ages=("60+",))
    day = one.sessions.get().starts_at.date().isoformat()
    shown = text(client.get(f"/activities/?view={view}&day={day}"))
    assert "ย้อมคราม" in shown
    assert "ย้อมคราม" not in text(client.get(f"/activities/?view={view}&day={day}&kind=talk"))
    for odd in ("day=x", "day=0001-01-01", "day=9999-12-31", "near=15", "near=x", "for=elders&free=1&online=1&area=56"):
        assert client.get(f"/activities/?view={view}&{odd}").status_code == 200
    assert client.get(f"/en/activities/?view={view}").status_code == 200


def test_near_me_is_of_where_this_device_says_to_be_and_the_way_to_say_so_otherwise(client, around):
    around.activity(title_th="ย้อมคราม")
    assert "/near/?next=%2Factivities%2F%3Fnear%3D15" in text(client.get("/activities/"))
    client.cookies["near"] = "5601"
    shown = text(client.get("/activities/?near=15"))
    assert ("ย้อมคราม" in shown, "ราว 500 เมตร" in shown) == (True, True)
    assert "area=5601" in shown  # the calendar to follow is of the district: no address says where its reader is
    client.cookies["near"] = "5801"
    assert "ย้อมคราม" not in text(client.get("/activities/?near=15"))


def test_the_first_page_says_what_is_on_near_and_the_week_stands_in_for_tonight(client, around):
    around.activity(weeks=1, title_th="ย้อมคราม")
    client.cookies["near"] = "5601"
    shown = text(client.get("/"))
    assert "ย้อมคราม" in shown
    assert "near=15" in shown


def test_a_map_s_points_are_those_of_its_list(client, around):
    around.activity(title_th="ย้อมคราม")
    shown = client.get("/activities/?view=map")
    points = json.loads(shown.context["map"]["points"])
    assert [(one["label"], one["lat"]) for one in points] == [(str(one["name"]), 19.17) for one in shown.context["spots"]]


def test_a_calendar_holds_what_its_address_asks_for(client, around):
    around.activity(title_th="ย้อมคราม", ages=("60+",))
    around.activity(weeks=2, title_th="พับกระดาษ", ages=("0-5",))

    def events(asked=""):
        answer = client.get(f"/activities/calendar.ics{asked}")
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        found = vobject.readOne(answer.content.decode())
        return [one.summary.value for one in found.contents.get("vevent", [])], found.contents["x-wr-calname"][0].value

    assert events()[0] == ["ย้อมคราม", "พับกระดาษ"]
    assert events("?for=elders&area=56") == (["ย้อมคราม"], "กิจกรรม สำหรับผู้สูงอายุ ในพื้นที่ 56")
    assert events("?area=57&near=15")[0] == []


def test_a_share_image_is_drawn_and_events_are_told_to_search_engines(client, around):
    around.activity(title_th="ย้อมคราม")
    assert client.get("/activities/share.png?area=56&when=week")["Content-Type"] == "image/png"
    listed = client.get("/activities/").context["structured"]["itemListElement"]
    assert [one["item"]["@type"] for one in listed] == ["EducationEvent"]


@pytest.mark.parametrize("view", ["", "week", "month", "map"])
def test_a_view_asks_as_often_for_three_as_for_one(client, around, view, django_assert_max_num_queries):
    around.activity(weeks=1)
    client.get(f"/activities/?view={view}")
    with django_assert_max_num_queries(14) as first:
        client.get(f"/activities/?view={view}")
    for week in (2, 3):
        around.activity(weeks=week)
    with django_assert_max_num_queries(14) as then:
        client.get(f"/activities/?view={view}")
    assert len(then) == len(first)


def test_a_space_is_followed_by_a_tap_and_left_by_another(client, net, around):
    browser, _ = net.visitor()
    said = {"kind": "space", "id": str(around.space.id), "next": "/spaces/here/"}
    assert client.post("/follow/", said).url.startswith("/accounts/login/")  # and comes back to find it done
    assert browser.post("/follow/", said | {"do": "follow"}).url == "/spaces/here/"
    assert "ห้องสมุด here" in text(browser.get("/my/following/"))
    assert 'aria-pressed="true"' in text(browser.get("/spaces/here/"))
    follow = browser.get("/my/following/").context["follows"][0]["id"]
    browser.post("/my/following/", {"follow": str(follow), "do": "daily"})
    assert "ทุกวันที่มีข่าว" in text(browser.get("/my/following/"))
    assert browser.post("/my/following/", {"follow": str(follow), "do": "often"}).status_code == 404
    browser.post("/follow/", said | {"do": "stop", "next": "https://evil.example/"})
    assert "ห้องสมุด here" not in text(browser.get("/my/following/"))
    assert client.get("/my/following/").status_code == 302
    assert browser.post("/follow/", said | {"kind": "account"}).status_code == 404
