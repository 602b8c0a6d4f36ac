"""Calendars, read by a second parser: stable UIDs, what changed counts up, what is off stays, Thai folded whole."""

from datetime import timedelta

import pytest
import vobject

from rianru.kernel.dates import in_bangkok
from rianru.kernel.formats.calendars import calendar
from rianru.learning import actions, queries
from rianru.learning.actions import Plan
from tests.factories import AT
from tests.learning import making
from tests.learning.making import HOUR, SATURDAY, clock, weekly
from tests.people import making as people

pytestmark = pytest.mark.django_db
URL = "https://learn.example/activities/{id}/"


def read(found, **more):
    """By vobject: what each event says, by UID."""
    asked = {"url": URL, "language": "th"} | more
    text = calendar(queries.events(found, **asked), name="ทดสอบ")
    assert max(len(line) for line in text.split(b"\r\n")) <= 75
    return {one.uid.value: one for one in vobject.readOne(text.decode()).contents.get("vevent", [])}


def of(host, activity, **more):
    return read(queries.activity(actor=host.planner, at=AT, id=activity.id).meetings, **more)


def test_an_event_says_when_where_and_what_in_bangkok_s_time(host):
    made = host.opened(room_id=host.hall, title_th="ย้อมผ้าด้วยสีธรรมชาติ; ครั้งที่หนึ่ง, สำหรับทุกคนที่ไม่เคยย้อมมาก่อนเลย",
                       description_th="หม้อคราม\nหม้อครั่ง")
    [session] = making.sessions(made)
    event = of(host, made)[str(session.id)]
    assert event.summary.value == made.title_th
    assert event.location.value == "ห้องประชุม, ห้องสมุด lib"
    assert event.description.value == "หม้อคราม\nหม้อครั่ง"
    assert event.dtstart.value == SATURDAY
    assert event.dtstart.value.utcoffset() == timedelta(hours=7)
    assert event.dtend.value == SATURDAY + 2 * HOUR
    assert event.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == ["Asia/Bangkok"]
    assert event.dtstamp.value == made.changed_at
    assert (event.sequence.value, event.status.value) == ("0", "CONFIRMED")
    assert event.url.value == URL.format(id=made.id)


def test_uids_stay_and_sequences_rise_with_changes_of_the_session_and_of_the_activity(host):
    made = host.opened(weekly(2))
    before = of(host, made)
    first, second = making.sessions(made)
    actions.change_session(actor=host.planner, at=AT + HOUR, session_id=first.id, starts_at=clock(27, 13), ends_at=clock(27, 15))
    moved = of(host, made)
    assert moved.keys() == before.keys()
    assert [moved[str(one.id)].sequence.value for one in (first, second)] == ["1", "0"]
    assert in_bangkok(moved[str(first.id)].dtstart.value) == clock(27, 13)
    assert moved[str(first.id)].dtstamp.value == AT + HOUR
    actions.change_activity(actor=host.planner, at=AT + 2 * HOUR, activity_id=made.id,
                            plan=Plan(kind="workshop", title_th="ย้อมครั่ง"))
    renamed = of(host, made)
    assert [renamed[str(one.id)].sequence.value for one in (first, second)] == ["2", "1"]
    assert renamed[str(second.id)].summary.value == "ย้อมครั่ง"


def test_what_is_off_stays_and_says_so_with_its_reason(host):
    made = host.opened(weekly(2))
    first, second = making.sessions(made)
    actions.cancel_sessions(actor=host.planner, at=AT, session_id=first.id, reason="ฝนหนัก")
    found = of(host, made)
    assert [(found[str(one.id)].status.value, found[str(one.id)].sequence.value) for one in (first, second)] == [
        ("CANCELLED", "1"), ("CONFIRMED", "0")]
    assert found[str(first.id)].description.value == "ฝนหนัก"
    actions.cancel_activity(actor=host.planner, at=AT, activity_id=made.id, reason="ครูไม่สบาย")
    assert {one.status.value for one in of(host, made).values()} == {"CANCELLED"}
    assert {one.status.value for one in read(queries.of_space(host.space, at=AT)).values()} == {"CANCELLED"}


def test_a_space_s_feed_has_what_readers_see_and_no_online_link(host):
    host.plan()
    made = host.opened(weekly(2), kind="online", title_th="บัญชีร้านเล็ก", online_link="https://meet.example.org/shop")
    found = read(queries.of_space(host.space, at=AT))
    assert found.keys() == {str(one.id) for one in making.sessions(made)}
    assert all("meet.example.org" not in one.serialize() for one in found.values())


def test_one_s_own_feed_has_seats_and_parts_with_the_link_and_a_seat_given_back_says_so(host):
    made = host.opened(weekly(2), kind="online", title_th="บัญชีร้านเล็ก", online_link="https://meet.example.org/shop")
    first, second = making.sessions(made)
    mani, other = people.person(AT, email="mani@example.org"), people.person(AT)
    who = people.acting(mani, AT)
    assert queries.online_link(actor=who, at=AT, activity_id=made.id) == ""
    taken = actions.join(actor=who, at=AT, activity_id=made.id, session_id=first.id, persons=[mani.person_id])
    found = read(queries.of_person(mani.person_id, at=AT), links=True)
    assert found.keys() == {str(first.id)}
    assert "https://meet.example.org/shop" in found[str(first.id)].description.value
    assert queries.of_person(other.person_id, at=AT) == []
    assert queries.online_link(actor=who, at=AT, activity_id=made.id) == "https://meet.example.org/shop"
    actions.release(actor=who, at=AT + HOUR, party_id=taken.party_id)
    [gone] = read(queries.of_person(mani.person_id, at=AT), links=True).values()
    assert (gone.status.value, int(gone.sequence.value) > int(found[str(first.id)].sequence.value)) == ("CANCELLED", True)
    assert "meet.example.org" not in gone.serialize()
    assert queries.online_link(actor=who, at=AT, activity_id=made.id) == ""
    actions.give_part(actor=host.planner, at=AT, activity_id=made.id, known_by="mani@example.org", part="volunteer")
    assert read(queries.of_person(mani.person_id, at=AT)).keys() == {str(first.id), str(second.id)}


def test_a_secret_address_leads_to_one_person_until_another_is_made(host):
    joined = people.person(AT)
    who = people.acting(joined, AT)
    first = actions.make_calendar_link(actor=who, at=AT)
    assert queries.owner_of(first) == joined.person_id
    second = actions.make_calendar_link(actor=who, at=AT + HOUR)
    assert (queries.owner_of(first), queries.owner_of(second)) == (None, joined.person_id)
    assert queries.linked_at(joined.person_id) == AT + HOUR
    assert [queries.owner_of(guess) for guess in ("", "x", second[:-1] + "!", "x" * 101)] == [None] * 4
    actions.end_calendar_link(actor=who, at=AT)
    assert queries.owner_of(second) is None
