"""Challenges: counted from stamps and from nothing else, completed once, rewards never oversold, groups told as totals."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rianru.core.models import Fact
from rianru.credentials import actions as credentials
from rianru.credentials import queries as held
from rianru.credentials.actions import Said
from rianru.kernel.boards import full
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.learning import actions, queries
from rianru.learning.actions import GoalSaid, RewardSaid
from rianru.learning.actions import challenge_refusals as refusals
from rianru.learning.actions.seat_refusals import GuardianJoins
from rianru.learning.actions.stamp_refusals import CardsUnknown
from rianru.learning.jobs import challenges as jobs
from rianru.learning.models import Challenge, Entry, EntryMember, Goal, PaperCode, Reward, Stamp, Tally
from rianru.people import actions as registered
from rianru.people import queries as people
from rianru.people.actions import Particulars
from tests.factories import AT, HOUSE
from tests.learning import passports_making as making
from tests.learning import seats_making as seats
from tests.people import making as persons

DAY = timedelta(days=1)
BOARD = [GoalSaid("stamps", n + 1) for n in range(8)] + [GoalSaid("free")]


def done(entry) -> list[int]:
    return list(Tally.objects.filter(entry=entry).order_by("goal__position").values_list("done", flat=True))


def test_stamps_advance_a_challenge_and_completing_it_gives_the_badge_once(house, django_capture_on_commit_callbacks):
    badge = credentials.define(
        actor=HOUSE, at=AT, issuer_kind="space", issuer_id=house.space,
        said=Said(kind="Badge", name_th="นักเดินทาง", description_th="ไปมาแล้ว", criteria_th="สองตรา"))
    made = making.challenge(house, badge=badge)
    person, actor = seats.someone()
    making.stamp(house, actor, at=AT - DAY)  # before joining, within its days
    [entry] = making.join(made, actor, [person])
    making.advance(actor)
    assert (done(entry), Entry.objects.get(id=entry).completed_at) == ([1], None)
    making.stamp(house, actor)
    assert actions.advance(actor=HOUSE, at=AT, people=[actor.key]) == [entry]
    assert actions.advance(actor=HOUSE, at=AT, people=[actor.key]) == []
    for _ in range(2):  # a job that runs twice
        jobs.award(str(entry))
    assert [one.definition.name_th for one in held.of_persons([person])] == ["นักเดินทาง"]


def test_goals_of_every_kind_count_what_they_say(house):
    person, actor = seats.someone()
    other = persons.space("lib2", within=persons.network("north")).id
    session = house.session(joining="free")
    programme = actions.keep_programme(
        actor=HOUSE, at=AT, space_id=house.space, title_th="หลักสูตร", state="open",
        parts=[actions.NewPart("ตอนหนึ่ง", [session.activity_id])])
    goals = [GoalSaid("stamps", 9), GoalSaid("stamps", 9, ["visit"]), GoalSaid("spaces", 9), GoalSaid("minutes", 9),
             GoalSaid("books", 9), GoalSaid("activities", 9), GoalSaid("activities", 9, programme_id=programme),
             GoalSaid("free")]
    made = making.challenge(house, goals, needs=8)
    [entry] = making.join(made, actor, [person])
    making.stamp(house, actor, at=AT - DAY)
    making.stamp(house, actor, space=other)
    actions.log_reading(actor=actor, at=AT, person_id=person, on=making.TODAY, minutes=25, books=1)
    actions.set_passport(actor=actor, at=AT, person_id=person, borrowing=True)
    actions.stamp_loan(actor=HOUSE, at=AT, space_id=house.space, person_id=person, key=actor.key, title="")
    for one in (session, house.session(joining="free")):
        actions.walk_in(actor=HOUSE, at=one.starts_at, session_id=one.id, person_id=person)
    making.advance(actor)
    assert done(entry) == [6, 2, 2, 25, 2, 2, 1, 0]
    assert Entry.objects.get(id=entry).reached == 2  # minutes, and the free one


def test_where_it_reaches_and_between_its_days_alone_stamps_count_and_it_is_told_why(house):
    person, actor = seats.someone()
    north, south = (persons.network(one) for one in ("north", "south"))
    chiangmai, trang = (persons.space(code, within=within, lying_in=area).id for code, within, area in (
        ("cm", north, "5001"), ("tr", south, "9201")))
    ids = [making.challenge(house, reach=reach, area="56" if reach == "area" else "", unit="person")
           for reach in ("space", "network", "area", "everywhere")]
    for id in ids:
        making.join(id, actor, [person])
    for space, days in ((house.space, 1), (chiangmai, 2), (trang, 3), (house.space, 30)):
        Stamp.objects.create(person_id=person, kind="visit", space_id=space, source="desk",
                             occurred_on=making.TODAY - days * DAY)
    making.advance(actor)
    found = {one.view.challenge.id: one for one in queries.challenge_entries(actor.key)}
    assert [found[id].goals[0].done for id in ids] == [1, 2, 1, 3]
    first = found[ids[0]]
    said = [one.why.en if one.why else "" for one in queries.why(first, first.goals[0].goal.id)]
    assert said == ["", *["Not counted: outside of where the challenge reaches"] * 2, "Not counted: before its first day"]


def test_a_family_adds_up_and_a_second_guardian_finds_the_same_entry(house):
    mother, ids = seats.family(house)
    made = making.challenge(house, [GoalSaid("stamps", 3), GoalSaid("spaces", 2)], unit="household", needs=2)
    [entry] = making.join(made, mother, ids[:2])
    assert making.join(made, mother, ids) == [entry]
    making.stamp(house, mother, persons=ids)
    making.advance(mother)
    assert done(entry) == [3, 1]
    [mine] = queries.challenge_entries(mother.key)
    assert (next(name for _, name in mine.people).startswith("แม่"), len(mine.people), mine.reached) == (True, 3, 1)


def test_a_child_is_joined_by_a_guardian_and_by_nobody_else(house):
    mother, ids = seats.family(house, children=1)
    made = making.challenge(house)
    child = persons.person(AT, "เด็ก", birth_year=AT.year - 10)
    with pytest.raises(GuardianJoins):
        making.join(made, persons.acting(child, AT), [child.person_id])
    with pytest.raises(NotAllowed):
        making.join(made, seats.someone()[1], [ids[1]])
    assert len(making.join(made, mother, [ids[1]])) == 1


def test_the_desk_lets_in_who_has_a_card_alone_and_a_child_only_where_a_guardian_agreed(house):
    _mother, ids = seats.family(house, children=1)
    cards = {one.person_id: one.card for one in people.memberships_of_persons(ids)}
    made = making.challenge(house)
    enter = {"actor": house.librarian, "at": AT, "space_id": house.space, "challenge_id": made}
    assert [len(actions.join_at_desk(**enter, card=cards[id])) for id in (*ids, ids[1])] == [1, 1, 1]
    with pytest.raises(CardsUnknown):
        actions.join_at_desk(**enter, card="99999999999")
    alone = registered.register_member(
        actor=HOUSE, at=AT, space_id=house.space, category="child", who=Particulars("หนู", "ใจดี", birth_year=AT.year - 8))
    with pytest.raises(GuardianJoins):
        actions.join_at_desk(**enter, card=alone.card)
    assert EntryMember.objects.count() == 2


def test_stamps_are_counted_by_area_and_none_that_are_few(house):
    away = persons.space("cm", within=persons.network("north"), lying_in="5001").id
    with connection.cursor() as cursor:  # as the roll-up has it, which waits for transactions that are still open
        for space, verb, number in ((house.space, "stamped", 6), (house.space, "unstamped", 1), (away, "stamped", 4)):
            cursor.execute(
                "INSERT INTO core_factdaily (day_on, verb, space_id, area, home_area, programme, age_band, sex, format, facts, "
                "count, minutes, satang) VALUES (%s, %s, %s, '', '', '', '', '', 'visit', %s, %s, 0, 0)",
                [making.TODAY, f"learning.{verb}", space, number, number])
    assert queries.stamped_by_area(making.TODAY, making.TODAY) == {"56": 5}


def test_a_group_is_joined_by_its_code_and_told_as_a_total_of_five_or_more(house):
    made = making.challenge(house, unit="team")
    team = actions.make_team(actor=house.librarian, at=AT, space_id=house.space, challenge_id=made, name="โรงเรียนบ้านตัวอย่าง")
    with pytest.raises(refusals.TeamNameTaken):
        actions.make_team(actor=house.librarian, at=AT, space_id=house.space, challenge_id=made, name="โรงเรียนบ้านตัวอย่าง")
    [code] = queries.team_codes(actor=house.librarian, at=AT, challenge_id=made, space_id=house.space).values()
    people = [seats.someone() for _ in range(6)]
    with pytest.raises(refusals.TeamNeeded):
        making.join(made, people[0][1], [people[0][0]])
    with pytest.raises(refusals.TeamCodeWrong):
        making.join(made, people[0][1], [people[0][0]], code=making.written(1, b"x" * 32))
    told = []
    for person, actor in people:
        assert making.join(made, actor, [person], code=code) == [team]
        making.stamp(house, actor)
        making.advance(actor)
        [row] = queries.teams(made)
        told.append((row.members, row.stamps, row.reached))
    assert told == [(None, None, None)] * 4 + [(5, 5, 1), (6, 6, 1)]
    assert [one.told for one in queries.challenge_entries(people[0][1].key)] == [True]


def test_groups_stand_by_name_and_not_by_what_they_have_done(house):
    made = making.challenge(house, unit="team")
    plan = {"actor": house.librarian, "at": AT, "space_id": house.space, "challenge_id": made}
    first, second = actions.make_team(**plan, name="ป.1"), actions.make_team(**plan, name="ป.2")
    codes = queries.team_codes(**plan)
    for team, count in ((first, 5), (second, 7)):
        for _ in range(count):
            person, actor = seats.someone()
            making.join(made, actor, [person], code=codes[team])
            making.stamp(house, actor)
            making.advance(actor)
    assert [(one.name, one.stamps) for one in queries.teams(made)] == [("ป.1", 5), ("ป.2", 7)]


def test_of_a_group_of_many_in_which_few_do_anything_nothing_is_told(house):
    made = making.challenge(house, unit="team")
    actions.make_team(actor=HOUSE, at=AT, space_id=house.space, challenge_id=made, name="ชมรม")
    [code] = queries.team_codes(actor=HOUSE, at=AT, challenge_id=made, space_id=house.space).values()
    people = [seats.someone() for _ in range(6)]
    for person, actor in people:
        making.join(made, actor, [person], code=code)
    for _, actor in people[:4]:
        making.stamp(house, actor)
        making.advance(actor)
    [row] = queries.teams(made)
    assert (row.members, row.stamps, row.reached) == (6, None, None)
    assert [one.told for one in queries.challenge_entries(people[0][1].key)] == [False]


def test_a_board_is_won_by_lines(house):
    made = making.challenge(house, BOARD, form="bingo", needs=2)
    person, actor = seats.someone()
    [entry] = making.join(made, actor, [person])
    for days in range(4):
        making.stamp(house, actor, at=AT - days * DAY)
    making.advance(actor)
    [mine] = queries.challenge_entries(actor.key)
    assert (mine.reached, mine.lines) == (1, [(0, 1, 2)])
    assert Entry.objects.get(id=entry).reached == 1


@pytest.mark.parametrize(("goals", "said", "refusal"), [
    ([GoalSaid("stamps")] * 8, {"form": "bingo"}, refusals.GoalsWrong),
    ([], {}, refusals.GoalsWrong),
    ([GoalSaid("stamps", 0)], {}, refusals.GoalWrong),
    ([GoalSaid("nothing")], {}, refusals.GoalWrong),
    ([GoalSaid("stamps", 1, ["dream"])], {}, refusals.GoalWrong),
    ([GoalSaid("stamps")], {"needs": 2}, refusals.NeedsWrong),
    (BOARD, {"form": "bingo", "needs": 9}, refusals.NeedsWrong),
    ([GoalSaid("stamps")], {"ends_on": making.TODAY - DAY}, refusals.PeriodWrong),
    ([GoalSaid("stamps")], {"reach": "area", "area": "99"}, refusals.ReachWrong),
])
def test_what_cannot_be_a_challenge_is_refused_by_name(house, goals, said, refusal):
    with pytest.raises(refusal):
        making.challenge(house, goals, **said)
    assert Challenge.objects.count() == 0


def test_goals_stay_once_it_is_open_and_a_draft_is_nobodys(house):
    draft = making.challenge(house, opened=False)
    person, actor = seats.someone()
    with pytest.raises(NotFound):
        making.join(draft, actor, [person])
    assert queries.challenge(actor=actor, at=AT, id=draft) is None
    assert queries.challenge(actor=house.librarian, at=AT, id=draft).may_plan
    opened = making.challenge(house)
    said = actions.ChallengeSaid("อื่น", making.TODAY, making.TODAY)
    own = {"actor": house.librarian, "at": AT, "space_id": house.space, "said": said, "goals": [GoalSaid("stamps")]}
    with pytest.raises(refusals.ChallengeStands):
        actions.keep_challenge(**own, challenge_id=opened)
    assert actions.keep_challenge(**own, challenge_id=draft) == draft
    with pytest.raises(NotAllowed):
        actions.keep_challenge(**own | {"actor": house.stranger})
    actions.turn_challenge(actor=HOUSE, at=AT, space_id=house.space, challenge_id=opened, state="over")
    with pytest.raises(refusals.ChallengeNotOpen):
        making.join(opened, actor, [person])


def test_a_reward_is_given_once_where_it_is_picked_up_and_when_it_is_earned(house):
    reward = RewardSaid("ถุงผ้า", house.space, stock=1)
    made = making.challenge(house, rewards=[reward, RewardSaid("ตราใหญ่", house.space, after=1)])
    [bag, _] = Reward.objects.filter(challenge=made).order_by("position").values_list("id", flat=True)
    people = [seats.someone() for _ in range(2)]
    give = {"actor": house.librarian, "at": AT, "space_id": house.space, "reward_id": bag}
    for person, actor in people:
        making.join(made, actor, [person])
    with pytest.raises(refusals.RewardNotEarned):
        actions.claim_reward(**give, person_id=people[0][0])
    for days in range(2):
        for _, actor in people:
            making.stamp(house, actor, at=AT - days * DAY)
    making.advance(*[actor for _, actor in people])
    actions.claim_reward(**give, person_id=people[0][0])
    with pytest.raises(refusals.RewardGiven):
        actions.claim_reward(**give, person_id=people[0][0])
    with pytest.raises(refusals.RewardGone):
        actions.claim_reward(**give, person_id=people[1][0])
    with pytest.raises(NotFound):
        actions.claim_reward(**give, person_id=seats.someone()[0])
    with pytest.raises(NotAllowed):
        actions.claim_reward(**give | {"actor": house.stranger}, person_id=people[1][0])
    assert [(str(one.title), one.given, one.left) for one in queries.rewards_of([people[0][0]])] == [
        ("ถุงผ้า", True, 0), ("ตราใหญ่", False, None)]
    assert [str(one.title) for one in queries.rewards_of([people[1][0]], claimable=True)] == ["ถุงผ้า", "ตราใหญ่"]


def test_an_open_challenge_lasts_longer_and_has_more_to_give_and_never_less(house, django_capture_on_commit_callbacks):
    made = making.challenge(house, rewards=[RewardSaid("ถุงผ้า", house.space, stock=1), RewardSaid("สติกเกอร์", house.space)])
    bag, sticker = Reward.objects.filter(challenge=made).order_by("position").values_list("id", flat=True)
    last = Challenge.objects.get(id=made).ends_on
    person, actor = seats.someone()
    [entry] = making.join(made, actor, [person])
    late = AT + (last - AT.date()).days * DAY + 3 * DAY
    making.stamp(house, actor, at=late)
    actions.advance(actor=HOUSE, at=late, people=[actor.key])
    assert done(entry) == [0]
    more = {"actor": house.librarian, "at": late, "space_id": house.space, "challenge_id": made}
    actions.extend_challenge(**more, ends_on=last + 10 * DAY, stocks={bag: 5})
    jobs.recount(str(made))
    assert (done(entry), Challenge.objects.get(id=made).ends_on, Reward.objects.get(id=bag).stock) == (
        [1], last + 10 * DAY, 5)
    assert [(one.changed, one.space_id) for one in Fact.objects.filter(verb="learning.challenge_extended")] == [
        (["ends_on", "stock"], house.space)]
    for less in ({"ends_on": last}, {"ends_on": last + 10 * DAY, "stocks": {bag: 4}},
                 {"ends_on": last + 10 * DAY, "stocks": {sticker: 4}}):
        with pytest.raises(refusals.PromiseLowered):
            actions.extend_challenge(**more, **less)
    for wrong, refusal in (({"ends_on": last + 400 * DAY}, refusals.PeriodWrong),
                           ({"ends_on": last + 10 * DAY, "stocks": {bag: -1}}, refusals.RewardWrong),
                           ({"ends_on": last + 10 * DAY, "stocks": {entry: 9}}, NotFound)):
        with pytest.raises(refusal):
            actions.extend_challenge(**more, **wrong)
    with pytest.raises(NotAllowed):
        actions.extend_challenge(**more | {"actor": house.stranger}, ends_on=last + 11 * DAY)
    actions.turn_challenge(**more, state="over")
    with pytest.raises(refusals.ChallengeNotOpen):
        actions.extend_challenge(**more, ends_on=last + 11 * DAY)
    assert (Challenge.objects.get(id=made).ends_on, Reward.objects.get(id=bag).stock) == (last + 10 * DAY, 5)


def test_who_leaves_or_is_erased_takes_with_them_what_they_added(house):
    mother, ids = seats.family(house)
    made = making.challenge(house, unit="household")
    [entry] = making.join(made, mother, ids)
    making.stamp(house, mother, persons=ids)
    making.advance(mother)
    assert done(entry) == [3]
    actions.leave_challenge(actor=mother, at=AT, challenge_id=made, person_id=ids[2])
    actions.forget_passport(actor=HOUSE, at=AT, person_id=ids[1])
    making.advance(mother)
    assert done(entry) == [1]
    actions.leave_challenge(actor=mother, at=AT, challenge_id=made, person_id=ids[0])
    assert not Entry.objects.exists()


def test_queries_do_not_grow_with_what_somebody_takes_part_in(house, django_assert_max_num_queries):
    person, actor = seats.someone()
    for n in (1, 3):
        while EntryMember.objects.count() < n:
            making.join(making.challenge(house), actor, [person])
        with django_assert_max_num_queries(8):
            assert len(queries.challenge_entries(actor.key)) == n


# The law: however stamps come and go, and whenever it is counted, what was counted last is what stamps say


STEPS = st.lists(st.tuples(st.sampled_from(["visit", "read", "drop", "count", "leave", "join"]), st.integers(0, 2),
                           st.integers(-12, 25)), max_size=25)


def oracle(entry, goals, spaces_of_network):
    """By hand, in Python, from the rows of stamps alone."""
    challenge = Challenge.objects.get(id=Entry.objects.get(id=entry).challenge_id)
    members = list(EntryMember.objects.filter(entry=entry).values_list("person", flat=True))
    rows = [one for one in Stamp.objects.filter(person__in=members)
            if challenge.starts_on <= one.occurred_on <= challenge.ends_on
            and (one.space_id is None or one.space_id in spaces_of_network)]
    found = []
    for goal in goals:
        own = [one for one in rows if one.kind in goal.of]
        found.append({"stamps": len(own), "spaces": len({one.space_id for one in own if one.space_id}),
                      "minutes": sum(one.minutes for one in own), "books": sum(one.books for one in own)}[goal.kind])
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_counting_step_by_step_is_counting_anew_is_counting_by_hand(house, steps):
    goals = [GoalSaid("stamps", 3), GoalSaid("spaces", 2), GoalSaid("minutes", 60), GoalSaid("books", 2)]
    made = making.challenge(house, goals * 2 + [GoalSaid("stamps", 1)], form="bingo", unit="household")
    mother, ids = seats.family(house)
    near, far = house.space, persons.space("far", within=persons.network("south")).id
    other = persons.space("lib2", within=persons.network("north")).id
    [entry] = making.join(made, mother, ids)
    for what, who, number in steps:
        take(what, ids[who], number, made=made, mother=mother, ids=ids, spaces=[near, far, other])
    making.advance(mother)
    stepwise = done(entry)
    rows = list(Goal.objects.filter(challenge=made).order_by("position"))
    assert stepwise == oracle(entry, rows, {near, other})
    reached = [one.position for one, tally in zip(rows, stepwise, strict=True) if tally >= one.needs]
    assert Entry.objects.get(id=entry).reached == len(full(3, reached))
    Tally.objects.filter(entry=entry).update(done=7)  # as if something had gone wrong
    actions.recount(actor=HOUSE, at=AT, challenge_id=made)
    assert done(entry) == stepwise


def take(what, person, number, *, made, mother, ids, spaces):
    on = making.TODAY + timedelta(days=min(number, 0))
    if what == "visit":
        Stamp.objects.bulk_create([Stamp(person_id=person, kind="visit", space_id=spaces[number % 3], source="code",
                                         occurred_on=making.TODAY + number * DAY)], ignore_conflicts=True)
    elif what == "read":
        actions.log_reading(actor=mother, at=AT, person_id=person, on=on, minutes=abs(number) + 1, books=number % 2)
    elif what == "drop":
        Stamp.objects.filter(id__in=Stamp.objects.filter(person=person).values("id")[:1]).delete()
    elif what == "count":
        making.advance(mother)
    elif person != ids[0] and what == "leave" and EntryMember.objects.filter(person=person, challenge=made).exists():
        actions.leave_challenge(actor=mother, at=AT, challenge_id=made, person_id=person)
    elif what == "join":
        making.join(made, mother, [person])


def test_codes_of_groups_and_of_spaces_are_of_one_kind_and_never_meet(house):
    made = making.challenge(house, unit="team")
    actions.make_team(actor=HOUSE, at=AT, space_id=house.space, challenge_id=made, name="ก")
    making.code(house)
    assert Counter(PaperCode.objects.values_list("space", flat=True)) == {None: 1, house.space: 1}
