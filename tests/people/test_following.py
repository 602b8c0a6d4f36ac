"""Following: each one's own, told once of what is new, ended by a tap or by the link of a letter, gone with the person."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rianru.core.actors import ANONYMOUS
from rianru.core.models import Fact, Notice
from rianru.evidence import actions as evidence
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.kernel.words import T
from rianru.learning import actions as learning
from rianru.people import actions, queries
from rianru.people.models import Follow
from rianru.people.queries.following import stop_following_token
from rianru.places import actions as places
from tests.factories import AT, HOUSE
from tests.people import making
from tests.people.test_members import Desk

pytestmark = pytest.mark.django_db
DAY, HOUR, WEEK = timedelta(days=1), timedelta(hours=1), timedelta(days=7)
SITE = "https://rianru.example"
NOBODY = "0190b3a0-0000-7000-8000-000000000000"


def member(name="มานี", **more):
    joined = making.person(AT - DAY, name, **more)
    return making.acting(joined, AT), joined


def space(code="lib-a"):
    return making.space(code, within=making.network())


def opened(place, at, *, title="ชมรมย้อมคราม", ahead=10 * DAY):
    asked = {"actor": HOUSE, "at": at}
    made = learning.plan_activity(
        **asked, space_id=place.id, agreed=True, plan=learning.Plan(kind="club", title_th=title),
        times=[(at + ahead, at + ahead + 2 * HOUR)],
    )
    learning.open_activity(**asked, activity_id=made)
    return made


def follow(actor, place, at=AT, **more):
    return actions.follow(actor=actor, at=at, kind="space", object_id=place.id, **more)


def tell(at):
    told, after = 0, None
    while after := actions.tell_next_follower(actor=HOUSE, at=at, site=SITE, after=after):
        told += 1
    return told


def letters(kind="follow.news"):
    return list(Notice.objects.filter(kind=kind).order_by("queued_at", "id"))


def test_a_weekly_letter_gathers_what_was_opened_since_and_tells_nothing_twice():
    manee, _ = member()
    place = space()
    opened(place, AT - HOUR, title="เก่าแล้ว")
    follow(manee, place)
    opened(place, AT + DAY, title="เล่านิทาน")
    opened(place, AT + 2 * DAY, title="ย้อมคราม")
    assert tell(AT + 3 * DAY) == 0
    assert tell(AT + WEEK) == 1
    [letter] = letters()
    assert letter.subject == f"ข่าวจาก{place.name_th}"
    assert "เล่านิทาน" in letter.body
    assert "ย้อมคราม" in letter.body
    assert "เก่าแล้ว" not in letter.body
    assert f"{SITE}/stop-following/" in letter.body
    assert tell(AT + WEEK + HOUR) == 0
    assert tell(AT + 2 * WEEK) == 1  # looked at again, and nothing is new
    assert len(letters()) == 1


def test_one_letter_holds_all_that_is_followed_and_names_an_activity_once_in_the_language_of_the_account():
    manee, joined = member()
    actions.set_language(actor=manee, at=AT, person_id=joined.person_id, language="en")
    one, two = space("lib-a"), space("lib-b")
    follow(manee, one, often="daily")
    follow(manee, two, often="daily")
    opened(one, AT + HOUR, title="หนึ่ง")
    opened(two, AT + HOUR, title="สอง")
    assert tell(AT + DAY) == 1
    [letter] = letters()
    assert letter.subject == f"News from {one.name_en} and 1 more"
    assert letter.body.count("หนึ่ง") == 1
    assert f"{SITE}/en/activities/" in letter.body


def test_a_followed_activity_tells_of_its_dates():
    manee, _ = member()
    series = opened(space(), AT - HOUR)
    actions.follow(actor=manee, at=AT, kind="activity", object_id=series, often="daily")
    learning.add_sessions(actor=HOUSE, at=AT + HOUR, activity_id=series, agreed=True,
                          times=[(AT + 20 * DAY, AT + 20 * DAY + HOUR)])
    tell(AT + DAY)
    assert "วันใหม่หรือเลื่อน" in letters()[0].body


def test_who_follows_a_network_hears_who_joins_how_it_stands_and_what_it_aims_at_and_not_who_merely_asks():
    manee, _ = member()
    network, other = making.network("north"), making.network("south")
    actions.follow(actor=manee, at=AT, kind="network", object_id=network.id, often="daily")
    asked = {"actor": HOUSE, "network_id": network.id}
    joins, asks, elsewhere = (making.space(code, within=other) for code in ("joins", "asks", "elsewhere"))
    places.ask_to_join(**asked, at=AT + HOUR, space_id=asks.id)
    places.set_status(**asked, at=AT + HOUR, space_id=joins.id, status="pilot")
    places.set_status(actor=HOUSE, at=AT + HOUR, network_id=making.network("east").id, space_id=elsewhere.id, status="pilot")
    places.set_network_status(**asked, at=AT + HOUR, status="paused", reason="ปรับปรุงระบบ")
    phase = evidence.keep_phase(actor=HOUSE, at=AT + HOUR, code="one", name_th="ระยะหนึ่ง", network_id=network.id,
                                starts_on=AT.date(), ends_on=(AT + 300 * DAY).date())
    evidence.set_phase_target(actor=HOUSE, at=AT + HOUR, phase_id=phase, indicator="provinces", year=2027, number=5)
    evidence.publish_phase(actor=HOUSE, at=AT + 2 * HOUR, phase_id=phase)
    assert tell(AT + DAY) == 1
    [letter] = letters()
    told = [line.removeprefix("- ") for line in letter.body.splitlines() if line.startswith("- ")]
    assert told == [f"{joins.name_th} เข้าร่วมเครือข่าย (นำร่อง)", "เครือข่ายตอนนี้: พักไว้ (ปรับปรุงระบบ)", "เป้าใหม่: ระยะหนึ่ง"]
    assert tell(AT + 2 * DAY) == 1
    assert len(letters()) == 1


def test_a_letter_costs_the_same_number_of_queries_for_one_followed_space_as_for_three():
    def cost(name, count):
        manee, _ = member(name)
        for n in range(count):
            place = space(f"{count}-{n}")
            follow(manee, place, often="daily")
            opened(place, AT + HOUR)
        with CaptureQueriesContext(connection) as asked:
            actions.tell_next_follower(actor=HOUSE, at=AT + DAY, site=SITE)
        return len(asked)

    assert cost("มานี", 1) == cost("ปิติ", 3)


def test_following_is_kept_once_and_only_of_what_there_is():
    manee, _ = member()
    place = space()
    assert follow(manee, place) == follow(manee, place, AT + HOUR)
    assert Follow.objects.count() == 1
    for kind, id in (("space", NOBODY), ("work", place.id), ("account", place.id)):
        with pytest.raises(NotFound):
            actions.follow(actor=manee, at=AT, kind=kind, object_id=id)
    with pytest.raises(NotAllowed):
        follow(ANONYMOUS, place)


def test_as_many_as_may_be_followed_and_no_more(monkeypatch):
    monkeypatch.setattr("rianru.people.actions.following.MOST_FOLLOWS", 1)
    manee, _ = member()
    follow(manee, space("lib-a"))
    with pytest.raises(actions.TooManyFollows):
        follow(manee, space("lib-b"))


def test_nobody_sees_or_changes_what_another_follows():
    (manee, _), (piti, _) = member(), member("ปิติ")
    place = space()
    held = follow(manee, place)
    assert queries.follows(actor=piti) == []
    assert queries.follow_of(actor=piti, kind="space", object_id=place.id) is None
    with pytest.raises(NotFound):
        actions.change_follow(actor=piti, at=AT, follow_id=held, often="daily")
    actions.unfollow(actor=piti, at=AT, kind="space", object_id=place.id)
    assert [one.often for one in queries.follows(actor=manee)] == ["weekly"]
    actions.change_follow(actor=manee, at=AT, follow_id=held, often="daily")
    assert [one.often for one in queries.follows(actor=manee)] == ["daily"]


def test_facts_of_following_name_neither_person_nor_thing():
    manee, _ = member()
    place = space()
    follow(manee, place)
    actions.unfollow(actor=manee, at=AT, kind="space", object_id=place.id)
    told = Fact.objects.filter(verb__in=["people.followed", "people.unfollowed"])
    assert list(told.values_list("actor_key", "subject_key", "object_id", "space_id")) == [(None,) * 4] * 2


def test_the_link_of_a_letter_ends_one_or_all_without_signing_in():
    manee, _ = member()
    one, two = space("lib-a"), space("lib-b")
    token = stop_following_token(follow(manee, one))
    follow(manee, two)
    assert queries.follow_behind(token).object_id == one.id
    assert actions.stop_following(actor=ANONYMOUS, at=AT, token=token) == 1
    with pytest.raises(actions.FollowLinkWrong):
        actions.stop_following(actor=ANONYMOUS, at=AT, token=token)
    with pytest.raises(actions.FollowLinkWrong):
        actions.stop_following(actor=ANONYMOUS, at=AT, token=token[:-2] + "xx")
    token = stop_following_token(follow(manee, one))
    assert actions.stop_following(actor=ANONYMOUS, at=AT, token=token, every=True) == 2
    assert Follow.objects.count() == 0


def test_what_cannot_wait_reaches_every_follower_at_once_with_the_way_to_stop():
    (manee, _), (piti, _) = member(), member("ปิติ")
    place = space()
    follow(manee, place)
    follow(piti, place)
    said = {"kind": "space", "object_id": place.id, "what": "late", "subject": T("รถมาช้า", "Late"), "site": SITE}
    assert actions.tell_followers(actor=HOUSE, at=AT, body=T("วันนี้รถมาช้า", "The van is late"), **said) == 2
    assert all("/stop-following/" in one.body for one in letters("follow.late"))
    with pytest.raises(NotAllowed):
        actions.tell_followers(actor=manee, at=AT, body=T("ก", "a"), **said)


def test_what_somebody_follows_goes_with_their_membership():
    desk = Desk()
    (manee, joined), (piti, _) = member(), member("ปิติ")
    new = actions.become_member(actor=manee, at=AT, person_id=joined.person_id, space_id=desk.here, birth_year=1990)
    for reader in (manee, piti):
        actions.follow(actor=reader, at=AT, kind="space", object_id=desk.there)
    actions.erase_member(actor=desk.librarian, at=AT, membership_id=new.membership_id, space_id=desk.here)
    assert [one.name for one in queries.followers(kind="space", object_id=desk.there)] == ["ปิติ"]
