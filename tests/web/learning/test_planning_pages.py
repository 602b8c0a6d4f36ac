"""Planning in a browser: a look at the dates, opening, moving, taking off; what is wrong is said at the form."""

from datetime import timedelta

import pytest

from rianru.credentials.models import AwardRule
from rianru.kernel.ids import new_id
from rianru.learning.actions import NewPart, keep_programme
from rianru.learning.models import Activity, Facilitator, Programme, Room, RoomBooking, Session
from tests.people import making

pytestmark = pytest.mark.django_db


def keyed(sent, prefix=""):
    """What a form sends, with a key of its own."""
    return sent | {f"{prefix}-key" if prefix else "key": str(new_id())}


def form(planned, **more):
    return keyed({
        "title_th": "ทำสมุด", "kind": "workshop", "day": f"{planned.saturday():%Y-%m-%d}", "begins": "10:00", "ends": "12:00",
        "repeats": "", "joining": "each", "waiting_list": "on", "do": "open"} | more)


def text(answer):
    return answer.content.decode().replace("<wbr>", "")


def test_a_title_a_day_and_how_many_are_enough_to_open_an_activity(desk, planned, client):
    answer = desk.post("/desk/activities/new/", form(planned, capacity="20", ages=["60+"], room=str(planned.hall)))
    made = Activity.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/desk/activities/{made.id}/")
    assert (made.state, made.title_th, made.capacity, made.ages, made.waiting_list) == ("open", "ทำสมุด", 20, ["60+"], True)
    assert RoomBooking.objects.get().starts_at == planned.saturday()
    assert "ทำสมุด" in text(client.get("/activities/"))


def test_sent_twice_it_is_planned_once(desk, planned):
    same = form(planned)
    assert [desk.post("/desk/activities/new/", same).status_code for _ in range(2)] == [302, 302]
    assert Activity.objects.count() == 1


def test_a_look_keeps_nothing_and_points_out_what_is_closed_outside_or_taken(desk, planned):
    planned.activity(weeks=3, room_id=planned.hall, title_th="ประชุมครู")
    weekly = form(planned, do="look", repeats="WEEKLY", weekdays=["SA", "SU"], times="6", room=str(planned.hall))
    answer = desk.post("/desk/activities/new/", weekly)
    shown = text(answer)
    assert answer.status_code == 200
    assert shown.count("ข้าม:") == 3  # the Sundays
    assert "ห้องมี “ประชุมครู”" in shown
    assert Activity.objects.count() == 1
    late = text(desk.post("/desk/activities/new/", form(planned, do="look", begins="16:00", ends="18:00")))
    assert "นอกเวลาเปิด" in late


def test_what_repeats_leaves_closed_days_out_unless_it_is_meant(desk, planned):
    weekly = {"repeats": "WEEKLY", "weekdays": ["SA", "SU"], "times": "4"}
    assert desk.post("/desk/activities/new/", form(planned, **weekly)).status_code == 302
    assert Session.objects.count() == 2
    assert desk.post("/desk/activities/new/", form(planned, **weekly, closed="keep", title_th="อีกวง")).status_code == 302
    assert Session.objects.count() == 6
    assert Activity.objects.get(title_th="ทำสมุด").repeats == "FREQ=WEEKLY;BYDAY=SA,SU;COUNT=4"


@pytest.mark.parametrize(("sent", "said"), [
    ({"title_th": ""}, "ใส่ช่องนี้ด้วย"),
    ({"day": "2020-01-04"}, "ผ่านไปแล้ว"),
    ({"day": "31/12/2569"}, "เลือกวันจากปฏิทิน"),
    ({"day": "99999-01-01"}, "เลือกวันจากปฏิทิน"),
    ({"day": "9999-12-31", "repeats": "DAILY", "times": "9"}, "เลือกวันจากปฏิทิน"),
    ({"day": "0001-01-01"}, "เลือกวันจากปฏิทิน"),
    ({"joining_opens_at": "0001-01-01T00:00"}, "เลือกวันจากปฏิทิน"),
    ({"title_th": "ก\0"}, "1"),
    ({"begins": "25:00"}, "ใส่เวลาแบบ 13:00"),
    ({"ends": "09:00"}, "เวลาเลิกต้องหลังเวลาเริ่ม"),
    ({"begins": "16:00", "ends": "18:00"}, "อยู่นอกเวลาเปิด"),
    ({"repeats": "WEEKLY"}, "ต้องมีวันสุดท้าย"),
    ({"repeats": "RULE", "rule": "FREQ=WEEKLY"}, "ต้องมีวันสุดท้าย"),
    ({"repeats": "RULE", "rule": "FREQ=SECONDLY;COUNT=9"}, "อ่านกฎการจัดซ้ำ"),
    ({"repeats": "RULE", "rule": ""}, "อ่านกฎการจัดซ้ำ"),
    ({"repeats": "DAILY", "until": "2199-01-01"}, "ไม่เกิน 200 ครั้ง"),
    ({"room": "999999999999"}, "999999999999"),
    ({"capacity": "0"}, "1"),
    ({"baht": "ห้าสิบ"}, "ห้าสิบ"),
    ({"online_link": "javascript:alert(1)"}, "https://"),
])
def test_what_is_wrong_is_said_at_the_form_and_nothing_is_kept(desk, planned, sent, said):
    answer = desk.post("/desk/activities/new/", form(planned, **sent))
    assert answer.status_code == 422
    assert said in text(answer)
    assert (Activity.objects.count(), Session.objects.count(), RoomBooking.objects.count()) == (0, 0, 0)


def test_a_room_that_is_taken_is_said_with_what_has_it(desk, planned):
    planned.activity(room_id=planned.hall, title_th="ประชุมครู")
    answer = desk.post("/desk/activities/new/", form(planned, room=str(planned.hall)))
    assert answer.status_code == 422
    assert "ห้องประชุม มี “ประชุมครู” อยู่แล้ว" in text(answer)
    assert Activity.objects.count() == 1


def test_held_again_the_form_is_filled_and_only_days_are_new(desk, planned):
    model = planned.activity(description_th="หม้อคราม", capacity=12, satang=5_000, ages=("15-24",))
    shown = text(desk.get(f"/desk/activities/new/?like={model.id}"))
    assert 'value="ย้อมคราม"' in shown
    assert "หม้อคราม" in shown
    assert 'value="50.00"' in shown
    answer = desk.post("/desk/activities/new/", form(planned, like=str(model.id), day=f"{planned.saturday(4):%Y-%m-%d}"))
    assert answer.status_code == 302
    assert Activity.objects.count() == 2


def test_a_session_moves_or_is_off_on_its_own_page(desk, planned):
    made = planned.activity(sessions=3, room_id=planned.hall)
    first = Session.objects.filter(activity=made).order_by("starts_at").first()
    page = f"/desk/activities/{made.id}/sessions/{first.id}/"
    assert desk.get(page).status_code == 200
    times = {"day": f"{planned.saturday():%Y-%m-%d}", "begins": "13:00", "ends": "15:00", "room": str(planned.hall)}
    assert desk.post(page, keyed(times | {"do": "save", "following": "all", "title_th": "หม้อแรก"})).status_code == 302
    rows = list(Session.objects.filter(activity=made).order_by("starts_at").values_list("starts_at", "title_th"))
    assert rows == [(planned.saturday(1 + n, 13), "หม้อแรก" if n == 0 else "") for n in range(3)]
    assert desk.post(page, keyed(times | {"do": "save", "ends": "09:00"})).status_code == 422
    assert desk.post(page, {"do": "off", "reason": ""}).status_code == 422
    assert desk.post(page, {"do": "off", "reason": "ฝน", "following": "all"}).status_code == 302
    assert set(Session.objects.values_list("state", flat=True)) == {"cancelled"}
    assert "งด" in text(desk.get(f"/desk/activities/{made.id}/"))


def test_more_sessions_are_looked_at_and_added(desk, planned):
    made = planned.activity()
    sent = {"day": f"{planned.saturday(2):%Y-%m-%d}", "begins": "10:00", "ends": "12:00", "repeats": "WEEKLY", "times": "3"}
    page = f"/desk/activities/{made.id}/sessions/"
    assert "จัด 3 ครั้ง" in text(desk.post(page, keyed(sent | {"do": "look"})))
    assert Session.objects.count() == 1
    assert desk.post(page, keyed(sent | {"do": "add"})).status_code == 302
    assert Session.objects.count() == 4
    assert desk.post(page, keyed(sent | {"do": "add"})).status_code == 422  # they are there already


def test_words_change_teams_are_kept_and_an_activity_is_called_off(desk, planned, client):
    made = planned.activity()
    page = f"/desk/activities/{made.id}/"
    assert desk.post(f"{page}edit/", keyed({"title_th": "ย้อมครั่ง", "kind": "class", "joining": "whole"})).status_code == 302
    made.refresh_from_db()
    assert (made.title_th, made.kind, made.joining, made.sequence) == ("ย้อมครั่ง", "class", "whole", 1)
    making.person(planned.house["at"], "ครูมาลัย", email="malai@example.org")
    assert desk.post(page, {"do": "give", "known_by": "malai@example.org", "part": "teacher", "shown": "1"}).status_code == 302
    assert "ครูมาลัย" in text(client.get(f"/activities/{made.id}/"))
    assert desk.post(page, {"do": "give", "known_by": "nobody@example.org", "part": "teacher"}).status_code == 422
    person = str(Facilitator.objects.get().person_id)
    assert desk.post(page, {"do": "take", "person": person}).status_code == 302
    assert [desk.post(page, {"do": do, "person": "x", "work": "x"}).status_code for do in ("take", "use", "drop", "none")] == [404] * 4
    assert desk.post(page, {"do": "cancel", "reason": ""}).status_code == 422
    assert desk.post(page, {"do": "cancel", "reason": "ครูไม่สบาย"}).status_code == 302
    shown = text(client.get(f"/activities/{made.id}/"))
    assert "กิจกรรมนี้ยกเลิกแล้ว" in shown
    assert "ครูไม่สบาย" in shown


def test_rooms_are_kept_and_booked_on_their_pages(desk, planned):
    assert desk.post("/desk/rooms/", keyed({"room-name_th": "มุมนิทาน", "room-seats": "15"}, prefix="room")).status_code == 302
    room = Room.objects.get(name_th="มุมนิทาน")
    page = f"/desk/rooms/{room.id}/"
    day = planned.saturday()
    sent = {"book-words": "ทาสี", "book-day": f"{day:%Y-%m-%d}", "book-begins": "10:00", "book-ends": "12:00", "do": "book"}
    assert desk.post(page, keyed(sent, prefix="book")).status_code == 302
    assert desk.post(page, keyed(sent, prefix="book")).status_code == 422
    assert "ทาสี" in text(desk.get(f"{page}?month={day:%Y-%m}"))
    assert desk.post(page, {"do": "free", "booking": "x"}).status_code == 404
    assert desk.post(page, {"do": "free", "booking": str(RoomBooking.objects.get().id)}).status_code == 302
    for month in ("2026-13", "x", "0000-00", "999999999", "2026-1-1"):
        assert desk.get(f"{page}?month={month}").status_code == 200
    assert desk.get("/desk/rooms/999999999999999999999/").status_code == 404


def test_a_programme_is_put_together_on_its_page(desk, planned, client):
    one, two = planned.activity(), planned.activity(weeks=5, title_th="ทอผ้า")
    sent = {"title_th": "จากฝ้ายสู่ผืน", "state": "open", "hours": "4", "part_0_title_th": "ลอง", "part_0_needs": "1",
            "part_0_activities": [str(one.id), str(two.id)], "do": "keep"}
    assert desk.post("/desk/programmes/new/", keyed(sent)).status_code == 302
    made = Programme.objects.get()
    assert (made.state, made.least_minutes) == ("open", 240)
    shown = text(client.get(f"/programmes/{made.id}/"))
    assert "เลือก 1 จาก 2 กิจกรรม" in shown
    wrong = desk.post(f"/desk/programmes/{made.id}/", keyed(sent | {"part_0_needs": "3"}))
    assert wrong.status_code == 422
    assert "ขอ 3 กิจกรรม แต่มีให้เลือก 2" in text(wrong)
    assert "ลอง" in text(desk.post("/desk/programmes/new/", keyed(sent | {"do": "more"})))
    assert Programme.objects.count() == 1


def test_nobody_plans_for_another_library(desk, planned, net):
    from rianru.learning import actions

    begins = planned.saturday() + timedelta(days=1)
    elsewhere = actions.plan_activity(
        **planned.house, space_id=net.away.id, plan=actions.Plan(kind="club", title_th="ชมรม"),
        times=[(begins, begins + timedelta(hours=1))])
    for page in ("", "edit/", "sessions/"):
        assert desk.get(f"/desk/activities/{elsewhere}/{page}").status_code == 404
    assert desk.get(f"/activities/{elsewhere}/").status_code == 404


def test_a_credential_is_promised_from_the_page_of_an_activity_and_said_on_its_own(desk, planned, client, settings, tmp_path):
    from rianru.credentials import actions as credentials
    from tests.credentials.making import LEVELS, STORY

    settings.KEYS_DIR = tmp_path / "keys"
    made, page = planned.activity(), None
    page = f"/desk/activities/{made.id}/credentials/"
    assert "ยังไม่มีใบรับรองให้เลือก" in text(desk.get(page))
    definition = credentials.define(**planned.house, issuer_kind="space", issuer_id=planned.space.id, said=STORY, levels=LEVELS)
    assert "นักเล่านิทานชุมชน · ชำนาญ" in text(desk.get(page))
    assert desk.post(page, keyed({"do": "promise", "what": str(definition)})).status_code == 422  # no level chosen
    sent = keyed({"do": "promise", "what": f"{definition}:2", "hours": "2"})
    assert [desk.post(page, sent).status_code for _ in range(2)] == [302, 302]  # sent twice, held once
    again = desk.post(page, keyed({"do": "promise", "what": f"{definition}:2"}))
    assert (again.status_code, "มีกติกานี้อยู่แล้ว" in text(again)) == (422, True)
    for shown in (text(client.get(f"/activities/{made.id}/")), text(desk.get(f"/desk/activities/{made.id}/"))):
        assert "นักเล่านิทานชุมชน" in shown
        assert "ชำนาญ" in shown
    programme = keep_programme(**planned.house, space_id=planned.space.id, title_th="หลักสูตร", state="open", parts=[NewPart("ก", [made.id])])
    own = f"/desk/programmes/{programme}/credentials/"
    assert desk.post(own, keyed({"do": "promise", "what": f"{definition}:1"})).status_code == 302
    course = text(client.get(f"/programmes/{programme}/"))
    assert ("เรียนจบแล้วได้" in course, "educationalCredentialAwarded" in client.get(f"/programmes/{programme}/").content.decode()) == (True, True)
    rules = {one.object_kind: str(one.id) for one in AwardRule.objects.all()}
    assert desk.post(page, keyed({"do": "end", "id": rules["programme"]})).status_code == 404  # not its own
    assert desk.post(page, keyed({"do": "end", "id": rules["activity"]})).status_code == 302
    assert "นักเล่านิทานชุมชน" not in text(client.get(f"/activities/{made.id}/"))
