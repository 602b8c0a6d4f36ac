"""What everyone sees of activities: the list without a script, the page, calendars, posters, one's own calendar."""

import json
import re
from datetime import timedelta

import pypdfium2
import pytest
import vobject
from django.utils import timezone

from rianru.catalogue.models import Work
from rianru.core.search.document import Document
from rianru.kernel.thai import break_points
from rianru.learning import actions
from rianru.learning.kinds.activities import documents
from rianru.learning.models import Material, Session
from rianru.places import actions as placing
from rianru.places import queries as places
from tests.factories import HOUSE
from tests.people import making

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode().replace("<wbr>", "")


def graph(answer):
    found = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', answer.content.decode(), re.S)
    return json.loads(found[1])["@graph"]


def test_the_list_narrows_without_a_script_and_never_breaks(client, planned):
    planned.activity(title_th="ย้อมคราม", ages=("60+",), satang=5_000)
    planned.activity(weeks=2, title_th="พับกระดาษ", kind="storytelling", ages=("0-5",), joining="free")
    planned.activity(weeks=3, title_th="ร่างลับ", opened=False)

    def titles(asked=""):
        return [one for one in ("ย้อมคราม", "พับกระดาษ", "ร่างลับ") if one in text(client.get(f"/activities/{asked}"))]

    assert titles() == ["ย้อมคราม", "พับกระดาษ"]
    assert titles("?kind=storytelling") == titles("?for=children") == titles("?free=1") == ["พับกระดาษ"]
    assert titles("?for=elders") == ["ย้อมคราม"]
    assert (titles("?area=56"), titles("?area=5601"), titles("?area=57")) == (["ย้อมคราม", "พับกระดาษ"],) * 2 + ([],)
    for odd in ("?kind=x", "?area=%00", "?area=๕๖", "?when=x", "?after=x", "?after=2026-01-01~x", "?after=2026-01-01T00:00%2B00:00~1",
                "?for=x&free=9", "?when=weekend", "?when=today", "?when=week", "?when=month&after=%00~"):
        assert client.get(f"/activities/{odd}").status_code == 200
    assert "Indigo" in text(client.get("/en/activities/"))


def test_the_list_asks_as_often_for_three_as_for_one(client, planned, django_assert_max_num_queries):
    planned.activity()
    client.get("/activities/")
    with django_assert_max_num_queries(12) as first:
        client.get("/activities/")
    for week in (2, 3):
        planned.activity(weeks=week, room_id=planned.hall)
    with django_assert_max_num_queries(12) as then:
        client.get("/activities/")
    assert len(then) == len(first)


def test_a_page_says_what_it_is_to_search_engines(client, planned):
    one = planned.activity(capacity=20, ages=("60+",), satang=5_000, description_th="หม้อคราม\nหม้อครั่ง")
    event, trail = graph(client.get(f"/activities/{one.id}/"))
    assert (event["@type"], event["name"], event["alternateName"]) == ("EducationEvent", "ย้อมคราม", "Indigo")
    assert event["startDate"] == planned.saturday().isoformat()
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["location"]["name"] == "ห้องสมุด here"
    assert (event["offers"]["price"], event["isAccessibleForFree"], event["typicalAgeRange"]) == ("50.00", False, "60-")
    assert trail["@type"] == "BreadcrumbList"
    series = planned.activity(weeks=5, sessions=3, title_th="ชุด")
    actions.cancel_sessions(**planned.house, session_id=Session.objects.filter(activity=series).order_by("starts_at").first().id,
                            reason="ฝน")
    about, _ = graph(client.get(f"/activities/{series.id}/"))
    assert about["@type"] == "EventSeries"
    assert [part["eventStatus"].rsplit("/", 1)[1] for part in about["subEvent"]] == [
        "EventCancelled", "EventScheduled", "EventScheduled"]


def test_an_online_link_is_on_no_page_calendar_or_poster_but_for_those_with_a_seat(client, net, planned):
    one = planned.activity(kind="online", online_link="https://meet.example.org/secret-room")
    session = Session.objects.get(activity=one)
    pages = [f"/activities/{one.id}/", f"/activities/{one.id}/calendar.ics", f"/activities/{one.id}/{session.id}.ics",
             "/spaces/here/activities.ics", "/activities/", "/spaces/here/"]
    assert not any("secret-room" in text(client.get(page)) for page in pages)
    browser, joined = net.visitor()
    assert "secret-room" not in text(browser.get(pages[0]))
    actions.join(actor=making.acting(joined, timezone.now()), at=timezone.now(), activity_id=one.id, session_id=session.id,
                 persons=[joined.person_id])
    assert "secret-room" in text(browser.get(pages[0]))
    assert "secret-room" not in text(net.visitor("ปิติ")[0].get(pages[0]))


def test_one_calendar_of_a_space_has_the_days_that_differ_and_what_is_on(client, planned):
    one, space_id = planned.activity(sessions=2), places.space_ids(["here"])["here"]
    differ = timezone.localdate() + timedelta(days=3)
    placing.set_exception(actor=HOUSE, at=timezone.now(), day=differ, space_id=space_id, reason_th="ล้างถัง", reason_en="Cleaning")
    first = client.get("/en/spaces/here/calendar.ics")
    said = first.content.decode().replace("\r\n ", "")
    assert (said.count("BEGIN:VEVENT"), "Closed: " in said, f"/en/activities/{one.id}/" in said) == (3, True, True)
    weak = f'W/{first["ETag"]}'  # as it is once it was compressed
    assert client.get("/en/spaces/here/calendar.ics", headers={"If-None-Match": weak}).status_code == 304
    assert client.get("/spaces/nowhere/calendar.ics").status_code == 404


def test_calendars_are_what_they_say_and_drafts_have_none(client, planned):
    one, draft = planned.activity(sessions=2), planned.activity(weeks=5, opened=False)
    for page, number in ((f"/activities/{one.id}/calendar.ics", 2), ("/spaces/here/activities.ics", 2),
                         (f"/activities/{one.id}/{Session.objects.filter(activity=one).first().id}.ics", 1)):
        answer = client.get(page)
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert len(vobject.readOne(answer.content.decode()).contents["vevent"]) == number
    for page in ("calendar.ics", f"{Session.objects.get(activity=draft).id}.ics", "poster.pdf"):
        assert client.get(f"/activities/{draft.id}/{page}").status_code == 404
    assert client.get(f"/activities/{one.id}/{draft.id}.ics").status_code == 404
    assert client.get("/spaces/nowhere/activities.ics").status_code == 404


def test_one_s_own_calendar_is_shown_once_followed_and_ended(client, net, planned):
    browser, joined = net.visitor()
    one = planned.activity(online_link="https://meet.example.org/secret-room")
    session = Session.objects.get(activity=one)
    actions.join(actor=making.acting(joined, timezone.now()), at=timezone.now(), activity_id=one.id, session_id=session.id,
                 persons=[joined.person_id])
    assert "ย้อมคราม" in text(browser.get("/me/calendar/"))
    address = re.search(r"http://testserver(/calendars/[^<\"]+\.ics)", text(browser.post("/me/calendar/", {"do": "make"})))[1]
    assert address not in text(browser.get("/me/calendar/"))
    feed = client.get(address)
    assert "secret-room" in feed.content.decode().replace("\r\n ", "")
    assert "no-store" in feed["Cache-Control"]
    browser.post("/me/calendar/", {"do": "end"})
    assert client.get(address).status_code == 404
    assert client.get("/me/calendar/").status_code == 302


def words_of(answer):
    """The text of a PDF, without what parts it into lines."""
    document = pypdfium2.PdfDocument(answer.content)
    return len(document), re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in document))


@pytest.mark.parametrize("size", ["a4", "a3"])
def test_posters_hold_the_title_whole_whatever_it_is(client, planned, size):
    long = "เวิร์กช็อปย้อมผ้าด้วยสีธรรมชาติจากเปลือกไม้ใบไม้และดินสำหรับครอบครัวที่อยากลองทำด้วยกันในวันหยุด"
    one = planned.activity(sessions=6, title_th=long, description_th="ตั้งแต่เช้า\n" * 30)
    answer = client.get(f"/activities/{one.id}/poster.pdf?size={size}")
    assert answer["Content-Type"] == "application/pdf"
    pages, found = words_of(answer)
    assert (pages, "ห้องสมุดhere" in found) == (1, True)
    width, height = pypdfium2.PdfDocument(answer.content)[0].get_size()
    assert (round(width), round(height)) == ((595, 842) if size == "a4" else (842, 1191))


def test_no_thai_word_of_a_poster_is_broken_over_two_lines(client, planned):
    said = "ลองย้อมผ้าของตัวเองหนึ่งผืนแล้วเอากลับบ้านใส่เสื้อที่เปื้อนได้มีผ้ากันเปื้อนให้ยืม"
    one = planned.activity(description_th=said)
    document = pypdfium2.PdfDocument(client.get(f"/activities/{one.id}/poster.pdf").content)
    lines = document[0].get_textpage().get_text_range().splitlines()
    own = [line.strip() for line in lines if line.strip() and line.strip() in said]
    assert "".join(own) == said
    assert len(own) > 1
    ends, place = set(), 0
    for word in break_points(said):
        place += len(word)
        ends.add(place)
    place = 0
    for line in own:
        place += len(line)
        assert place in ends


def test_a_month_of_a_space_is_a_poster_too(client, planned):
    one = planned.activity(weeks=1, sessions=3)
    first = Session.objects.filter(activity=one).order_by("starts_at").first()
    answer = client.get(f"/spaces/here/activities.pdf?month={first.starts_at:%Y-%m}")
    assert answer["Content-Type"] == "application/pdf"
    for odd in ("?month=x", "?month=2026-13", "?size=a0", "?month=2199-12"):
        assert client.get(f"/spaces/here/activities.pdf{odd}").status_code == 200
    assert client.get("/spaces/nowhere/activities.pdf").status_code == 404


def test_activities_stand_on_the_pages_of_their_space_area_and_works(client, planned):
    work = Work.objects.create(title="ตำราย้อมผ้า", title_sort="ตำราย้อมผ้า", created_at=timezone.now())
    one = planned.activity(description_th="หม้อคราม", ages=("60+",))
    Material.objects.create(activity=one, work_id=work.id, title=work.title, position=0)
    for page in ("/spaces/here/", "/areas/5601/", "/"):
        assert f"/activities/{one.id}/" in text(client.get(page))
    [found] = documents([one.id])
    assert isinstance(found, Document)
    assert ("ย้อมคราม" in found.title, "ตำราย้อมผ้า" in found.text, "ผู้สูงอายุ" in found.subjects) == (True, True, True)
    assert found.facets["space"] == ["here"]
    actions.cancel_activity(**planned.house, activity_id=one.id, reason="ฝน")
    assert list(documents([one.id])) == []


def test_a_programme_says_how_far_one_is(client, net, planned):
    one = planned.activity()
    id = actions.keep_programme(**planned.house, space_id=planned.space.id, title_th="จากฝ้ายสู่ผืน", state="open",
                                least_minutes=120, parts=[actions.NewPart("ลอง", [one.id])])
    assert "เข้าใช้เพื่อดูว่าทำถึงไหน" in text(client.get(f"/programmes/{id}/"))
    browser, _ = net.visitor()
    shown = text(browser.get(f"/programmes/{id}/"))
    assert "ทำแล้ว 0 จาก 1 ตอน" in shown
    assert "อีก 2 ชั่วโมง" in shown
    assert "จากฝ้ายสู่ผืน" in text(client.get("/programmes/"))
    assert client.get("/programmes/01900000-0000-7000-8000-000000000001/").status_code == 404
