"""TRUST row *erasure*, as far as memberships go: a dump of the whole database holds nothing of who was erased, totals are
unchanged, and the control finds everyone who was not.
"""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from rianru.core import notices
from rianru.core.models import Fact
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotAllowed
from rianru.kernel.words import T
from rianru.lending import actions as lending
from rianru.people import actions, queries
from rianru.people.actions import Particulars
from rianru.people.models import Person
from rianru.treasury import actions as treasury
from rianru.treasury import queries as money
from tests.factories import AT
from tests.people.test_members import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.trust]
SAID = {"given": "บุญหลงเหลือ", "family": "ไม่ลืมเลือน", "phone": "0898765432", "email": "boonlong@example.org"}


def dump() -> str:
    """Every row of every table, facts and jobs too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        rows = []
        for table in tables:
            cursor.execute(f"SELECT row_to_json(one)::text FROM {table} AS one")
            rows += [row for (row,) in cursor.fetchall()]
    return json.dumps([json.loads(row) for row in rows], ensure_ascii=False)


def remains(whom: dict[str, Any]) -> list[str]:
    """What of someone a dump still holds."""
    held = dump()
    return sorted(name for name, text in whom.items() if str(text) in held)


@pytest.fixture
def desk(db):
    return Desk()


def someone(desk, **more) -> tuple[Any, dict[str, Any]]:
    """A member with all that one may have: card, replaced card, PIN, block, note, household, changed name, money."""
    said = SAID | more
    new = desk.register(said["given"], said["family"], phone=said["phone"], email=said["email"])
    child = desk.register("แก้ว", category="child", birth_year=day_of(AT).year - 7)
    desk.do("set_pin", new, pin="4711")
    desk.do("block_member", new, reason="conduct", note=f"{said['given']} เสียงดัง")
    number = desk.do("replace_card", new)
    actions.add_to_household(actor=desk.caretaker, at=AT, space_id=desk.here, guardian_id=new.membership_id,
                             membership_id=child.membership_id, part="child")
    who = Particulars(said["given"], said["family"] + "ใหม่", 1990, said["phone"], said["email"])
    desk.do("change_member", new, category="adult", who=who)
    moved = {"actor": desk.librarian, "at": AT, "membership_id": new.membership_id, "space_id": desk.here}
    treasury.take_deposit(**moved, satang=30_000)
    treasury.fine(**moved, satang=1_000)
    notices.send("lending.due", to_email=said["email"], subject=T("ใกล้ครบกำหนด", "Due soon"), body=T(said["given"], said["given"]),
                 lang="th", at=AT)
    return new, {**said, "card": new.card, "new card": number, "person": new.person_id, "membership": new.membership_id,
                 "child": child}


def test_nothing_of_an_erased_member_is_left_and_totals_are_as_they_were(desk):
    new, whom = someone(desk)
    child = whom.pop("child")
    _, kept = someone(desk, given="คนที่อยู่ต่อ", family="ไม่ไปไหน", phone="0811112222", email="stays@example.org")
    kept.pop("child")
    asked = {"actor": desk.librarian, "at": AT + timedelta(hours=1), "membership_id": new.membership_id, "space_id": desk.here}
    with pytest.raises(lending.NotSettled, match=r"290\.00"):
        lending.erase_member(**asked)
    lending.give_back_deposit(**asked, satang=29_000)
    with pytest.raises(actions.LastGuardian):
        lending.erase_member(**asked)
    actions.leave_household(actor=desk.caretaker, at=AT, space_id=desk.here, membership_id=child.membership_id)
    facts, sums = Fact.objects.count(), money.totals(actor=desk.librarian, at=AT, space_id=desk.here, day=day_of(AT))
    lending.erase_member(**asked)
    # The object of a fact, and of a kept answer, is the id of a row that is no more: it leads to nobody.
    assert [name for name in remains(whom) if name != "membership"] == []
    assert queries.member(new.membership_id) is None
    assert Fact.objects.count() == facts + 2  # that nothing is out, and that they are gone
    assert money.totals(actor=desk.librarian, at=AT, space_id=desk.here, day=day_of(AT)) == sums
    assert money.unbalanced() == []
    assert remains(kept) == sorted(kept)  # the control: the same search finds who was not erased


def test_one_with_an_account_keeps_it_under_a_key_that_nothing_leads_to(desk):
    from tests.people import making

    joined = making.person(AT, "มานี")
    own = making.acting(joined, AT)
    new = actions.become_member(actor=own, at=AT, person_id=joined.person_id, space_id=desk.here, birth_year=1990, phone="0898765432")
    lending.erase_member(actor=desk.librarian, at=AT, membership_id=new.membership_id, space_id=desk.here)
    assert queries.me(joined.account_id).key != joined.key
    assert Person.objects.get(id=joined.person_id).phone == ""
    assert not Fact.objects.filter(verb="people.member_erased").exclude(actor_key=None, subject_key=None).exists()


def test_a_caretaker_erases_nobody(desk):
    new = desk.register()
    with pytest.raises(NotAllowed):
        lending.erase_member(actor=desk.caretaker, at=AT, membership_id=new.membership_id, space_id=desk.here)
    assert queries.member(new.membership_id).name == "คำแปง ย้อมคราม"


def test_every_table_of_ours_is_in_the_dump():
    """A table that the dump forgets would hide what is left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        there = {name for (name,) in cursor.fetchall()}
    ours = {model._meta.db_table for model in apps.get_models() if model.__module__.startswith("rianru.")}
    assert ours - there - {"core_fact"} == set()


def test_nothing_of_an_erased_learner_is_left_and_the_next_in_line_has_their_seat(desk):
    """Joined, waited for, came to, as one of a household, and as a guest; with a letter on its way."""
    from rianru.core.actors import ANONYMOUS
    from rianru.learning import actions as learning
    from rianru.learning.models import Attendance, Party, Seat, Session
    from tests.learning.seats_making import activity

    whom = {"given": "ผู้เรียนที่จะลืม", "phone": "0899998888", "email": "forget-me@example.org"}
    new = desk.register(whom["given"], "ไปแล้ว", phone=whom["phone"], email=whom["email"])
    ahead, past = (Session.objects.get(activity=activity(desk.here, capacity=1, starts=at))
                   for at in (AT + timedelta(days=2), AT - timedelta(hours=1)))
    staff: dict[str, Any] = {"actor": desk.librarian, "at": AT}
    for one in (ahead, past):
        learning.add_at_desk(**staff, activity_id=one.activity_id, session_id=one.id, persons=[new.person_id])
    learning.mark_seat(**staff, session_id=past.id, seat_id=Seat.objects.get(seating__session=past).id, came=True)
    guest = {"actor": ANONYMOUS, "at": AT, "activity_id": ahead.activity_id, "session_id": ahead.id}
    waits = learning.join_as_guest(**guest, contact=learning.Contact("คนถัดไป", "0811112222"), guests=[learning.Guest("คนถัดไป")])
    before = Fact.objects.filter(verb="learning.attended").count()
    lending.erase_member(**staff, membership_id=new.membership_id, space_id=desk.here)
    assert remains(whom | {"person": new.person_id}) == []
    assert Party.objects.get(id=waits.party_id).state == "offered"
    assert (Attendance.objects.count(), Fact.objects.filter(verb="learning.attended").count()) == (0, before)
    from rianru.learning import queries as seats

    said = {"name": "คนถัดไป", "phone": "0811112222"}
    assert remains(said) == ["name", "phone"]  # the control
    learning.forget_guest(actor=ANONYMOUS, at=AT, token=seats.token_of(waits.party_id))
    assert remains(said) == []
