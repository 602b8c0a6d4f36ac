"""A caretaker's day: what is there, nothing that is somebody else's, as few statements for much as for little."""

import gzip
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rianru.core.actors import ANONYMOUS, Role
from rianru.core.models import FactDaily
from rianru.kernel.words import T
from rianru.learning import actions
from rianru.learning.models import HeadCount as Heads
from rianru.learning.models import Session
from rianru.lending.models import HeadCount
from rianru.people import actions as people
from rianru.people.models import RoleGrant
from rianru.places import actions as places
from rianru.places.models import Visit
from rianru.web.desks import today
from rianru.web.desks.where import Sitting
from tests.factories import vans
from tests.people import making

pytestmark = pytest.mark.django_db
KILOBYTES = 60


def text(answer):
    return answer.content.decode().replace("<wbr>", "")


def on_today(planned, title, *, hours=0, **more):
    """An activity that is on at this moment, planned yesterday."""
    now = timezone.now()
    house = {"actor": making.MACHINE, "at": now - timedelta(days=2)}
    id = actions.plan_activity(
        **house, space_id=planned.space.id, agreed=True, times=[(now - timedelta(hours=hours), now + timedelta(minutes=30))],
        plan=actions.Plan(**({"kind": "club", "title_th": title, "joining": "each", "capacity": 20} | more)))
    actions.open_activity(**house, activity_id=id)
    return Session.objects.get(activity=id)


def test_today_has_its_sessions_with_their_lists_at_hand(desk, planned):
    session = on_today(planned, "ย้อมคราม")
    free = on_today(planned, "เล่านิทาน", joining="free", capacity=None)
    shown = text(desk.get("/desk/today/"))
    assert ("ย้อมคราม" in shown, "จองแล้ว 0 จาก 20 ที่" in shown, "มาได้เลย ไม่มีรายชื่อ" in shown) == (True,) * 3
    for page in (f"/desk/sessions/{session.id}/", f"/desk/sessions/{session.id}/heads/", f"/desk/sessions/{free.id}/heads/"):
        assert f'href="{page}"' in shown
    assert f'href="/desk/sessions/{free.id}/"' not in shown  # nobody is on its list
    Heads.objects.create(session=session, band="6-14", sex="female", people=7)
    assert "มาแล้ว 7 คน" in text(desk.get("/desk/today/"))


def test_a_van_that_halts_near_stands_among_what_is_on(desk, net):
    now = timezone.now()
    van = vans.van(network_id=net.here.network_id)
    making.area(net.here.area_id)
    near, far = (vans.stop(van, name_th=name, area=area, lat=None, lon=None) for name, area in (
        ("หน้าตลาด", net.here.area_id), ("ไกลออกไป", making.area("5799").code)))
    for stop, hours in ((near, 0), (far, 1)):
        Visit.objects.create(vehicle_id=van, stop_id=stop, day_on=timezone.localdate(), changed_at=now,
                             arrives_at=now + timedelta(minutes=hours), leaves_at=now + timedelta(minutes=hours + 1))
    shown = text(desk.get("/desk/today/"))
    assert ("รถหนังสือจอดที่หน้าตลาด" in shown, "ไกลออกไป" in shown) == (True, False)


def test_what_nobody_counted_waits_until_it_is(desk, planned):
    now = timezone.now()
    session = on_today(planned, "ย้อมคราม")
    Session.objects.filter(id=session.id).update(starts_at=now - timedelta(days=3), ends_at=now - timedelta(days=3, hours=-1))
    assert "ยังไม่ได้เช็กชื่อหรือนับหัว" in text(desk.get("/desk/today/"))
    actions.count_heads(actor=making.MACHINE, at=now, session_id=session.id, people={("6-14", "female"): 3})
    assert "ยังไม่ได้เช็กชื่อหรือนับหัว" not in text(desk.get("/desk/today/"))


def test_visitors_are_noted_on_the_page_and_the_month_counts_them(desk, planned):
    today = timezone.localdate().isoformat()
    assert desk.post("/desk/visitors/", {"people": "31", "day": today, "next": "today"}).url == "/desk/today/"
    assert HeadCount.objects.get().people == 31
    common = {"area": "", "home_area": "", "programme": "", "age_band": "", "sex": "", "format": "", "minutes": 0, "satang": 0}
    FactDaily.objects.create(  # what the roll-up makes of it, which reads only what is committed
        day_on=today, verb="lending.visitors_counted", space_id=planned.space.id, facts=1, count=31, **common)
    shown = desk.get("/desk/today/")
    [visitors, *_] = shown.context["month"]["rows"]
    assert (visitors["now"], visitors["before"], visitors["trend"]) == (31, 0, "up")
    assert shown.context["counted"] == 31


def test_only_what_is_theirs_to_decide_waits_for_a_caretaker(desk, planned, signed_in):
    from rianru.lending import actions as lending

    lending.suggest(actor=making.MACHINE, at=timezone.now(), network_id=planned.space.network_id, title="คราม", author="",
                    isbn="", why="")
    assert "ตอบคนที่เสนอหนังสือ" not in text(desk.get("/desk/today/"))
    librarian = signed_in(Role.LIBRARIAN, "space", planned.space.id)
    assert "ตอบคนที่เสนอหนังสือ" in text(librarian.get("/desk/today/"))


def test_what_a_visitor_says_is_wrong_waits_for_who_keeps_the_place(client, desk, net, signed_in):
    places.suggest_correction(actor=ANONYMOUS, at=timezone.now(), space_id=net.here.id, field="phone", said="054 123 456")
    assert "มีคนบอกว่าข้อมูลไม่ตรง" in text(desk.get("/desk/today/"))
    assert "มีคนบอกว่าข้อมูลไม่ตรง" not in text(signed_in(Role.CARETAKER, "space", net.there.id).get("/desk/today/"))


def test_nobody_else_sees_the_day_and_who_keeps_several_places_goes_from_one_to_another(client, desk, planned, net, signed_in):
    assert client.get("/desk/today/").status_code in (302, 403)
    assert net.visitor()[0].get("/desk/today/").status_code == 403
    on_today(planned, "ย้อมคราม")
    other = signed_in(Role.CARETAKER, "space", net.there.id)
    assert "ย้อมคราม" not in text(other.get("/desk/today/"))


def test_it_is_the_first_way_of_a_caretaker_and_none_of_a_librarian_of_the_network(desk, planned, signed_in):
    assert desk.get("/desk/today/").context["staff_bar"][0]["name"] == "today"
    assert desk.get("/").context["nav"][-1]["url"] == "/desk/today/"
    network = signed_in(Role.LIBRARIAN, "network", planned.space.network_id)
    assert "today" not in [entry["name"] for entry in network.get("/staff/").context["staff_bar"]]


def test_it_asks_as_often_for_much_as_for_little(desk, planned):
    def asked():
        with CaptureQueriesContext(connection) as found:
            assert desk.get("/desk/today/").status_code == 200
        return len(found)

    on_today(planned, "หนึ่ง")
    asked()
    first = asked()
    for title in ("สอง", "สาม", "สี่"):
        on_today(planned, title, hours=1)
    assert asked() == first


def test_it_weighs_little_and_needs_no_script(desk, planned):
    for n in range(6):
        on_today(planned, f"กิจกรรมยาว ๆ ของวันนี้ ครั้งที่ {n}")
    page = desk.get("/desk/today/").content
    assert b"<script" not in page
    files = re.findall(rb'(?:href|src)="(/static/[^"]+\.(?:css|js|svg))', page)
    static = Path(settings.PACKAGE_DIR) / "web" / "static"
    named = {static / re.sub(r"\.[0-9a-f]{12}\.", ".", one.decode().removeprefix("/static/")) for one in files}
    assert (static / "vendor" / "faces.css") not in named
    named |= set((static / "vendor" / "fonts").glob("noto-sans-thai-looped-thai-*.woff2"))  # of css/today.css
    weight = len(gzip.compress(page)) + sum(len(gzip.compress(one.read_bytes())) for one in named)
    assert weight <= KILOBYTES * 1024


def test_it_is_english_too(desk, planned):
    on_today(planned, "ย้อมคราม", title_en="Indigo")
    assert "Indigo" in text(desk.get("/en/desk/today/"))


@pytest.fixture
def both(desk, net):
    """The caretaker of `here` keeps `there` as well."""
    person = RoleGrant.objects.get(scope_kind="space", scope_id=net.here.id).person_id
    people.grant_role(actor=making.MACHINE, at=timezone.now() - timedelta(minutes=1), person_id=person, role=Role.CARETAKER,
                      scope_kind="space", scope_id=net.there.id, reason="ดูแลสองแห่ง")
    return desk


def elsewhere(net, title, **more):
    now = timezone.now()
    house = {"actor": making.MACHINE, "at": now - timedelta(days=2)}
    id = actions.plan_activity(
        **house, space_id=net.there.id, agreed=True, times=[(now - timedelta(minutes=5), now + timedelta(minutes=30))],
        plan=actions.Plan(kind="club", title_th=title, joining="each", capacity=20, **more))
    actions.open_activity(**house, activity_id=id)


def test_who_keeps_several_places_sees_all_of_them_on_one_page_and_goes_to_each(both, planned, net):
    on_today(planned, "ย้อมคราม")
    elsewhere(net, "เล่านิทาน")
    assert both.get("/desk/today/").url == "/desk/today/all/"  # none was chosen yet
    page = both.get("/desk/today/all/")
    shown = text(page)
    assert ("ย้อมคราม" in shown, "เล่านิทาน" in shown) == (True, True)
    assert [str(row["at"]) for row in page.context["happens"]] == [str(T.verbatim(one.name_th, one.name_en)) for one in (
        net.there, net.here)]
    assert both.post("/desk/where/?next=/desk/today/", {"space": "there"}).url == "/desk/today/"
    one = text(both.get("/desk/today/"))
    assert ("เล่านิทาน" in one, "ย้อมคราม" in one, 'href="/desk/today/all/"' in one) == (True, False, True)


def test_visitors_of_each_place_are_noted_from_the_page_of_all_and_nobody_elses(both, net, planned):
    said = {"day": timezone.localdate().isoformat(), "next": "today_all"}
    assert both.post("/desk/visitors/", {**said, "people": "31", "at_space": "there"}).url == "/desk/today/all/"
    assert both.post("/desk/visitors/", {**said, "people": "7", "at_space": "here"}).status_code == 302
    assert {one.space.code: one.people for one in HeadCount.objects.all()} == {"there": 31, "here": 7}
    assert both.post("/desk/visitors/", {**said, "people": "5", "at_space": "away"}).status_code == 403
    assert [place["counted"] for place in both.get("/desk/today/all/").context["places"]] == [7, 31]


def test_who_keeps_one_place_or_none_has_no_page_of_all(desk, client, net):
    assert desk.get("/desk/today/all/").url == "/desk/today/"
    assert net.visitor()[0].get("/desk/today/all/").status_code == 403


def test_the_page_of_all_asks_as_often_for_much_as_for_little(both, planned, net):
    def asked():
        with CaptureQueriesContext(connection) as found:
            assert both.get("/desk/today/all/").status_code == 200
        return len(found)

    elsewhere(net, "หนึ่ง")
    asked()
    first = asked()
    for title in ("สอง", "สาม", "สี่"):
        elsewhere(net, title)
    assert asked() == first


def test_the_page_of_four_places_asks_as_often_as_that_of_two(both, planned, net):
    def asked():
        with CaptureQueriesContext(connection) as found:
            page = both.get("/desk/today/all/")
        return len(found), len(page.context["places"])

    on_today(planned, "ย้อมคราม")
    elsewhere(net, "เล่านิทาน")
    asked()
    two = asked()
    person = RoleGrant.objects.filter(scope_kind="space", scope_id=net.here.id).first().person_id
    for code in ("third", "fourth"):
        made = making.space(code, within=net.here.network)
        people.grant_role(actor=making.MACHINE, at=timezone.now() - timedelta(minutes=1), person_id=person,
                          role=Role.CARETAKER, scope_kind="space", scope_id=made.id, reason="ดูแลหลายแห่ง")
    four = asked()
    assert (two[1], four[1]) == (2, 4)
    assert four[0] == two[0]


def test_what_the_page_is_made_of_asks_as_often_for_three_places_as_for_one(planned, net):
    third = making.space("third", within=net.here.network)
    seats = [Sitting(making.MACHINE, timezone.now(), one) for one in (net.here, net.there, third)]
    day = timezone.localdate()
    on_today(planned, "ย้อมคราม")
    elsewhere(net, "เล่านิทาน")

    def asked(few):
        with CaptureQueriesContext(connection) as found:
            made = today.happens(few, day), today.answers(few), today.books(few, day), today.this_month(few, day)
        return len(found), [len(part) for part in made]

    asked(seats[:1])
    one, three = asked(seats[:1]), asked(seats)
    assert (one[1], three[1]) == ([1, 0, 1, 1], [2, 0, 3, 3])
    assert three[0] == one[0]


def test_of_each_place_stands_its_own(planned, net):
    """What was asked for together is not mixed up: sessions, what nobody counted, months."""
    now, day = timezone.now(), timezone.localdate()
    here, there = (Sitting(making.MACHINE, now, one) for one in (net.here, net.there))
    session = on_today(planned, "ย้อมคราม")
    elsewhere(net, "เล่านิทาน")
    Heads.objects.create(session=session, band="6-14", sex="female", people=7)
    Session.objects.filter(id=session.id).update(starts_at=now - timedelta(hours=2), ends_at=now - timedelta(hours=1))
    Session.objects.exclude(id=session.id).update(starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=2))
    [waits] = today.answers([here, there])
    assert (str(waits["at"]), "เล่านิทาน" in str(waits["about"])) == (str(there.name), True)
    assert "at" not in today.answers([there])[0]
    months = today.this_month([here, there], day)
    assert months == {one.space.id: today.this_month([one], day)[one.space.id] for one in (here, there)}
    assert [row["title"] for row in today.happens([there], day)] == [
        row["title"] for row in today.happens([here, there], day) if str(row["at"]) == str(there.name)]
