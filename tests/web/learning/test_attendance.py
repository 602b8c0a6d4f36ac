"""The host's pages: the list, ticks, walk-ins, heads, the code and the sheets; and who is turned away."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from rianru.learning.models import Attendance, Facilitator, HeadCount, Party, Seat
from tests.web.learning.seats_conftest import ahead, key, page
from tests.web.learning.test_joining import guest
from tests.web.members.conftest import _own_folders, desk, net, signed_in

__all__ = ["_own_folders", "ahead", "desk", "net", "signed_in"]


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def begun(session):
    """As if it began five minutes ago."""
    at = timezone.now() - timedelta(minutes=5)
    type(session).objects.filter(id=session.id).update(starts_at=at, ends_at=at + timedelta(hours=2))
    session.refresh_from_db()
    return session


def hosted(session):
    own = f"/desk/sessions/{session.id}/"
    return [f"/desk/activities/{session.activity_id}/people/", f"/desk/activities/{session.activity_id}/sharing/", own,
            f"{own}heads/", f"{own}code/", f"{own}roster.pdf", f"{own}code.pdf"]


def test_names_are_for_the_host_and_who_leads_alone(net, ahead, desk, signed_in):
    from rianru.core.actors import Role

    session = ahead()
    guest(session, name="ชื่อที่คนอื่นไม่ควรเห็น")
    (member, joined), away = net.visitor(), signed_in(Role.LIBRARIAN, "network", net.away.network_id)
    for where in hosted(session):
        for browser in (Client(), member, away):
            answer = browser.get(where)
            assert answer.status_code in (302, 403)
            assert "ชื่อที่คนอื่นไม่ควรเห็น" not in answer.content.decode()
        assert desk.get(where).status_code == 200
    assert "ชื่อที่คนอื่นไม่ควรเห็น" in page(desk.get(hosted(session)[0]))  # the control
    Facilitator.objects.create(activity=session.activity, person_id=joined.person_id, part="teacher", added_at=timezone.now())
    assert "ชื่อที่คนอื่นไม่ควรเห็น" in page(member.get(hosted(session)[2]))
    assert "ย้อมคราม" in page(member.get("/me/teaching/"))
    assert member.get(hosted(session)[1]).status_code == 403  # sharing seats is for staff


def test_the_desk_adds_and_takes_off(net, ahead, desk):
    session, (_, member) = ahead(1), net.member()
    where = f"{hosted(session)[0]}?session={session.id}"
    assert desk.post(where, {"do": "add", "key": key(), "names": "ลุงมี\nป้ามา", "phone": "0812345678"}).status_code == 422
    assert desk.post(where, {"do": "add", "key": key(), "card": member.card}).status_code == 302
    assert desk.post(where, {"do": "add", "key": key(), "names": "ลุงมี\nป้ามา", "full": "wait"}).status_code == 302
    assert desk.post(where, {"do": "add", "key": key(), "names": "ครูใหญ่", "full": "beyond"}).status_code == 302
    assert "ไม่พบบัตร" in page(desk.post(where, {"do": "add", "key": key(), "card": "99999"}), 422)
    assert "อย่างน้อยหนึ่งคน" in page(desk.post(where, {"do": "add", "key": key()}), 422)
    assert sorted(Party.objects.values_list("size", "state")) == [(1, "joined"), (1, "joined"), (2, "waiting")]
    text = page(desk.get(where))
    assert text.index("มีที่นั่ง") < text.index("รอ ตามลำดับ") < text.index("ลุงมี")
    desk.post(where, {"do": "remove", "party": Party.objects.get(seats__person=member.person_id).id})
    assert Party.objects.get(seats__person=member.person_id).state == "removed"
    assert [desk.post(where, said).status_code for said in ({"do": "burn"}, {"do": "remove", "party": "x"})] == [404, 404]


def test_ticks_work_without_a_script_and_are_taken_back(net, ahead, desk):
    session = ahead()
    guest(session)
    own = hosted(begun(session))[2]
    seat = Seat.objects.get()
    assert "มาแล้ว 0 คน" in page(desk.get(own))
    assert desk.post(own, {"do": "came", "seat": seat.id})["Location"] == f"{own}#s{seat.id}"
    assert "มาแล้ว 1 คน" in page(desk.get(own))
    desk.post(own, {"do": "not", "seat": seat.id})
    assert Attendance.objects.count() == 0
    assert desk.post(own, {"do": "came", "seat": "x"}).status_code == 404
    assert desk.post(own, {"do": "walk-in", "key": key(), "who": "คุณยายข้างบ้าน"}).status_code == 302
    _, member = net.member("ปิติ")
    assert desk.post(own, {"do": "walk-in", "key": key(), "who": member.card}).status_code == 302
    assert "ไม่พบบัตร" in page(desk.post(own, {"do": "walk-in", "key": key(), "who": "123"}), 422)
    assert "มาแล้ว 2 คน" in page(desk.get(own))


def test_before_the_day_ticks_are_refused_with_the_times(ahead, desk):
    session = ahead()
    guest(session)
    own = hosted(session)[2]
    desk.post(own, {"do": "came", "seat": Seat.objects.get().id})
    assert "เช็กชื่อได้ตั้งแต่" in page(desk.get(own))


def test_heads_are_typed_into_a_table_and_corrected(ahead, desk):
    own = hosted(begun(ahead()))[3]
    assert desk.post(own, {"key": key(), "6-14:female": "7", "60+:unsaid": "2"}).status_code == 302
    assert "รวม 9 คน" in page(desk.get(own))
    desk.post(own, {"key": key(), "6-14:female": "5"})
    assert "รวม 5 คน" in page(desk.get(own))
    assert "0 ถึง" in page(desk.post(own, {"key": key(), "6-14:male": "หลายคน"}), 422)
    assert HeadCount.objects.get(band="6-14", sex="female").people == 5


def test_the_code_is_opened_shown_turned_and_typed(net, ahead, desk):
    session, (browser, me) = ahead(), net.member()
    browser.post(f"/activities/{session.activity_id}/join/?session={session.id}", {"key": key(), "who": str(me.person_id)})
    own = hosted(begun(session))[4]
    assert "เปิดรหัส" in page(desk.get(own))
    desk.post(own, {"do": "open"})
    text = page(desk.get(own))
    [code] = re.findall(r'codenum num">(\d{3} \d{3})<', text)
    assert re.search(r'data-turns="\d+"', text)
    assert re.search(r'<noscript><meta http-equiv="refresh" content="\d+"></noscript>', text)
    text = page(browser.get(f"/attend/?code={code.replace(' ', '')}"))
    assert f'value="{code.replace(" ", "")}"' in text
    assert Attendance.objects.count() == 0  # looking at it says nothing yet
    assert browser.post("/attend/", {"code": code})["Location"] == "/me/learning/"
    text = page(browser.get("/me/learning/"))
    assert "2 ชั่วโมง" in text
    assert Attendance.objects.get().by == "code"
    wrong = "000000" if code != "000 000" else "111111"
    assert [browser.post("/attend/", {"code": wrong}).status_code for _ in range(6)] == [400] * 5 + [429]
    assert [desk.post(own, {"do": "explode"}).status_code, Client().get("/attend/").status_code] == [404, 200]


def test_papers_are_pdfs_and_hold_the_words(net, ahead, desk):
    session = ahead()
    guest(session, name="ศิริวรรณ พูนทรัพย์")
    for where in hosted(session)[5:]:
        answer = desk.get(where)
        assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (200, "application/pdf", b"%PDF-")


def test_seats_are_shared_out_by_form_and_everybody_sees_why(ahead, desk):
    session = ahead(2)
    where = f"{hosted(session)[1]}?session={session.id}"
    closes = timezone.localtime(timezone.now() + timedelta(days=1))
    said = {"do": "set", "key": key(), "by": "lot", "closes_at": f"{closes:%Y-%m-%dT%H:%M}", "kept_elder": "1"}
    assert "ปิดรับชื่อ" in page(desk.get(where))
    assert desk.post(where, said | {"closes_at": "2020-01-01T10:00", "key": key()}).status_code == 422
    assert desk.post(where, said).status_code == 302
    public = f"/activities/{session.activity_id}/draw/?session={session.id}"
    assert "ยังไม่ได้แบ่ง" in page(Client().get(public))
    for n in range(3):
        assert guest(session, phone=f"08123456{n:02}", birth_year="2490" if n == 2 else "2540").status_code == 302
    assert desk.post(where, {"do": "draw"}).status_code == 409
    from rianru.learning.models import Draw

    Draw.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    assert desk.post(where, {"do": "draw"}).status_code == 302
    text = page(Client().get(public))
    assert text.count("ที่กันไว้ให้ผู้สูงอายุ") >= 1
    told = Client().get(public.replace("draw/", "draw.json")).json()
    assert len(told["outcome"]) == 3
    assert "ป้าแดง" not in str(told)
    from rianru.kernel.draws import repeated

    assert [one.why for one in repeated(told)] == [one["why"] for one in told["outcome"]]
    assert Client().get(f"/activities/{ahead().activity_id}/draw/").status_code == 404


def test_a_guest_scans_the_wall_and_says_with_which_phone_they_joined(net, ahead, desk):
    session, browser = ahead(), Client()
    guest(session, name="ป้าแดง", phone="0812345678")
    own = hosted(begun(session))[4]
    desk.post(own, {"do": "open"})
    [code] = [found.replace(" ", "") for found in re.findall(r'codenum num">(\d{3} \d{3})<', page(desk.get(own)))]
    asked = page(browser.get(f"/attend/?code={code}"))
    assert ("เบอร์หรืออีเมลที่ใช้จอง" in asked, f'value="{code}"' in asked) == (True, True)
    assert Attendance.objects.count() == 0  # a picture in a page cannot say it
    wrong = browser.post("/attend/", {"code": code, "contact": "0899999999"})
    assert (wrong.status_code, "ซึ่งคุณไม่ได้จองไว้" in page(wrong, wrong.status_code)) == (409, True)
    assert "เช็กชื่อแล้วที่" in page(browser.post("/attend/", {"code": code, "contact": "081 234 5678"}))
    assert "เช็กชื่อไว้แล้ว" in page(browser.post("/attend/", {"code": code, "contact": "081 234 5678"}))
    assert Attendance.objects.get().by == "code"
