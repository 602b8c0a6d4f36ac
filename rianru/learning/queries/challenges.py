"""Challenges: for everyone what they ask for, for those who take part how far they are and why, totals of groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from rianru.core import prepared
from rianru.core.actors import Actor
from rianru.core.permissions import permitted, require
from rianru.credentials.models import AwardRule
from rianru.kernel.boards import SIDES, full
from rianru.kernel.changing_codes import PAPER
from rianru.kernel.disclosure import published
from rianru.kernel.paper_codes import Typed, written
from rianru.kernel.words import T
from rianru.learning.models import Challenge, Entry, EntryMember, Goal, PaperCode, Reward, RewardClaim, Tally
from rianru.learning.queries.passports import in_my_care
from rianru.learning.queries.progress import OF_PROGRAMME, WITHIN, Shape, standing
from rianru.learning.words import goal_text
from rianru.people.models import HouseholdMember
from rianru.places import queries as places

SHOWN = ("open", "over", "cancelled")


@dataclass(frozen=True, slots=True)
class ChallengeView:
    """A challenge with its goals in order, and its rewards."""

    challenge: Challenge
    goals: tuple[Goal, ...]
    rewards: tuple[Reward, ...]
    badge: UUID | None = None
    may_plan: bool = False

    @property
    def title(self) -> T:
        """In both languages."""
        return T.verbatim(self.challenge.title_th, self.challenge.title_en)

    @property
    def side(self) -> int:
        """Of its board; nought where it is a list of goals."""
        return SIDES.get(len(self.goals), 0) if self.challenge.form == "bingo" else 0

    @property
    def shape(self) -> Shape:
        """What it asks for."""
        return Shape(self.challenge.form, self.challenge.needs, len(self.goals))

    def open_on(self, day: date) -> bool:
        """Whether one may join."""
        return self.challenge.state == "open" and day <= self.challenge.ends_on


@dataclass(frozen=True, slots=True)
class GoalDone:
    """A goal as an entry stands to it."""

    goal: Goal
    done: int
    reached_at: datetime | None

    @property
    def reached(self) -> bool:
        """Whether it is done."""
        return self.done >= self.goal.needs

    @property
    def title(self) -> T:
        """As it was named, or as it says of itself."""
        return goal_title(self.goal)


@dataclass(frozen=True, slots=True)
class EntryView:
    """How far an entry is, for somebody in it. `people`: those whom the reader cares for, with their names."""

    id: UUID
    view: ChallengeView
    name: str
    people: tuple[tuple[UUID, str], ...]
    goals: tuple[GoalDone, ...]
    completed_at: datetime | None
    told: bool  # false of a group of few: what it has done would tell what one of them did

    @property
    def reached(self) -> int:
        """Goals, or lines of a board."""
        return standing(self.view.shape, [place for place, one in enumerate(self.goals) if one.reached])

    @property
    def lines(self) -> list[tuple[int, ...]]:
        """The full lines of a board."""
        there = [place for place, one in enumerate(self.goals) if one.reached]
        return full(self.view.side, there) if self.view.side else []


@dataclass(frozen=True, slots=True)
class Counting:
    """A stamp that counts for a goal, or does not and `why`."""

    occurred_on: date
    kind: str
    space: T
    name: str
    why: T | None


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A group: how many are in it, and what they have done together. None: too few to be told."""

    id: UUID
    name: str
    members: int | None
    stamps: int | None
    reached: int | None


@dataclass(frozen=True, slots=True)
class Won:
    """Somebody of an entry that is completed, and what to prove it by."""

    person_id: UUID
    challenge_id: UUID
    space_id: UUID


@dataclass(frozen=True, slots=True)
class RewardRow:
    """A reward as somebody stands to it. `left` none: as many as come."""

    id: UUID
    challenge_id: UUID
    person_id: UUID
    challenge: T
    title: T
    space_id: UUID
    space: T
    done: int
    needs: int
    earned: bool
    given: bool
    left: int | None


def goal_title(goal: Goal) -> T:
    """As it was named, or as it says of itself."""
    if goal.title_th:
        return T.verbatim(goal.title_th, goal.title_en)
    return goal_text(goal.kind, goal.needs, goal.of)


def challenges(
    *, day: date, space_id: UUID | None = None, drafts: bool = False, after: UUID | None = None, limit: int = 30
) -> list[Challenge]:
    """Those that one may still join; of a space all of them, `drafts` too. The newest first."""
    rows = Challenge.objects.select_related("space")
    rows = rows.filter(space=space_id) if space_id else rows
    rows = rows if drafts else rows.filter(state="open", ends_on__gte=day)
    return list((rows.filter(id__lt=after) if after else rows).order_by("-id")[:limit])


def challenge(*, actor: Actor, at: datetime, id: UUID) -> ChallengeView | None:
    """One challenge; a draft for those who plan it alone."""
    found = Challenge.objects.select_related("space__network").filter(id=id).first()
    if found is None:
        return None
    scope = places.scope_of_space(found.space_id)
    plans = permitted("learning.plan_challenges", actor=actor, at=at, scope=scope)
    if found.state not in SHOWN and not plans:
        return None
    return views([found], may_plan=plans)[found.id]


def views(found: Sequence[Challenge], *, may_plan: bool = False) -> dict[UUID, ChallengeView]:
    """These with their goals, rewards and badges, in three queries."""
    ids = [one.id for one in found]
    goals: dict[UUID, list[Goal]] = {}
    for goal in Goal.objects.filter(challenge__in=ids).order_by("challenge", "position"):
        goals.setdefault(goal.challenge_id, []).append(goal)
    rewards: dict[UUID, list[Reward]] = {}
    for reward in Reward.objects.select_related("space").filter(challenge__in=ids).order_by("challenge", "position"):
        rewards.setdefault(reward.challenge_id, []).append(reward)
    badges = dict(AwardRule.objects.filter(object_kind="challenge", object_id__in=ids, ended_at=None).values_list(
        "object_id", "definition"))
    return {
        one.id: ChallengeView(one, tuple(goals.get(one.id, ())), tuple(rewards.get(one.id, ())), badges.get(one.id),
                              may_plan)
        for one in found
    }


def badge_rules(challenge_id: UUID) -> list[tuple[UUID, UUID]]:
    """The rules in force that give something for a challenge: each with its definition."""
    rows = AwardRule.objects.filter(object_kind="challenge", object_id=challenge_id, ended_at=None)
    return list(rows.order_by("id").values_list("id", "definition"))


def team_behind(challenge_id: UUID, typed: Typed) -> UUID | None:
    """The group of a challenge whose code was typed."""
    row = PaperCode.objects.filter(number=typed.number, entry__challenge=challenge_id).first()
    fits = row is not None and written(row.number, bytes(row.secret), PAPER)[-7:-1] == typed.six
    return row.entry_id if row is not None and fits else None


def household_of(persons: Sequence[UUID]) -> UUID | None:
    """The household in which any of these persons lives now."""
    rows = HouseholdMember.objects.filter(person__in=list(persons), left_at=None)
    return rows.order_by("id").values_list("household", flat=True).first()


def winners(entry_id: UUID) -> list[Won]:
    """Everybody of an entry, where it is completed."""
    rows = EntryMember.objects.filter(entry=entry_id, entry__completed_at__isnull=False).order_by("id")
    return [Won(*row) for row in rows.values_list("person", "challenge", "challenge__space")]


def entries(key: UUID, *, challenge_id: UUID | None = None) -> list[EntryView]:
    """What the person behind a key, and those they care for, take part in; the newest first."""
    names = {one.id: one.name for one in in_my_care(key)}
    rows = EntryMember.objects.filter(person__in=list(names), challenge__state__in=SHOWN)
    rows = rows.filter(challenge=challenge_id) if challenge_id else rows
    people: dict[UUID, list[tuple[UUID, str]]] = {}
    for entry, person in rows.order_by("id").values_list("entry", "person"):
        people.setdefault(entry, []).append((person, names[person]))
    found = list(Entry.objects.select_related("challenge__space__network").filter(id__in=people).order_by("-id"))
    known = views(list({one.challenge_id: one.challenge for one in found}.values()))
    done: dict[tuple[UUID, UUID], Tally] = {
        (one.entry_id, one.goal_id): one for one in Tally.objects.filter(entry__in=[one.id for one in found])}
    told = _told([one.id for one in found if one.name])
    return [
        EntryView(
            one.id, known[one.challenge_id], one.name, tuple(people[one.id]),
            tuple(_done(goal, done.get((one.id, goal.id))) for goal in known[one.challenge_id].goals),
            one.completed_at, not one.name or told[one.id][1] is not None)
        for one in found
    ]


def _done(goal: Goal, tally: Tally | None) -> GoalDone:
    return GoalDone(goal, tally.done if tally else 0, tally.reached_at if tally else None)


_TOLD_OF = """
    SELECT entry.id, count(DISTINCT member.person_id)::int,
           count(DISTINCT member.person_id) FILTER (WHERE found.stamps > 0)::int,
           coalesce(sum(found.stamps), 0)::int
    FROM learning_entry AS entry JOIN learning_challenge AS challenge ON challenge.id = entry.challenge_id
    JOIN places_space AS host ON host.id = challenge.space_id
    LEFT JOIN learning_entrymember AS member ON member.entry_id = entry.id
    LEFT JOIN LATERAL (
        SELECT count(*) AS stamps FROM learning_stamp AS stamp
        LEFT JOIN places_space AS place ON place.id = stamp.space_id
        WHERE stamp.person_id = member.person_id AND {within}
    ) AS found ON true
    WHERE entry.id = ANY(%s) GROUP BY entry.id
"""
_TOLD = _TOLD_OF.format(within=WITHIN)


def _told(entries: Sequence[UUID]) -> dict[UUID, tuple[int | None, int | None]]:
    """Of groups: how many are in each, and how many stamps they have together; none that tells of few.

    What a group has done is told when five or more of it have added to it: else it would tell what one of them did.
    """
    found: dict[UUID, tuple[int | None, int | None]] = {}
    for id, members, adding, stamps in prepared.rows(_TOLD, [list(entries)]):
        enough = published({"adding": adding}).total if adding else None
        found[id] = (published({"members": members}).total, stamps if enough else None)
    return found


def teams(challenge_id: UUID) -> list[TeamRow]:
    """The groups of a challenge by name, with what they have done together where that is told: no order of merit, for
    most of them are classes of children.
    """
    rows = list(Entry.objects.filter(challenge=challenge_id).exclude(name="").order_by("name", "id"))
    told = _told([one.id for one in rows])
    return [TeamRow(one.id, one.name, *told[one.id], one.reached if told[one.id][1] is not None else None)
            for one in rows]


def team_codes(*, actor: Actor, at: datetime, challenge_id: UUID, space_id: UUID) -> dict[UUID, str]:
    """What each group is given, for those who plan the challenge."""
    require("learning.plan_challenges", actor=actor, at=at, scope=places.scope_of_space(space_id))
    rows = PaperCode.objects.filter(entry__challenge=challenge_id, entry__challenge__space=space_id)
    return {one.entry_id: written(one.number, bytes(one.secret), PAPER) for one in rows if one.entry_id}


def taking_part(challenge_id: UUID) -> int | None:
    """How many people take part in it; not told of fewer than five."""
    return published({"all": EntryMember.objects.filter(challenge=challenge_id).count()}).total


_COUNTING_OF = """
    SELECT stamp.occurred_on, stamp.kind, coalesce(place.name_th, ''), coalesce(place.name_en, ''), stamp.person_id,
           stamp.occurred_on < challenge.starts_on, stamp.occurred_on > challenge.ends_on, ({within}), {fits}
    FROM learning_entrymember AS member JOIN learning_stamp AS stamp ON stamp.person_id = member.person_id
    JOIN learning_challenge AS challenge ON challenge.id = member.challenge_id
    JOIN places_space AS host ON host.id = challenge.space_id
    JOIN learning_goal AS goal ON goal.challenge_id = challenge.id AND goal.id = %(goal)s
    LEFT JOIN places_space AS place ON place.id = stamp.space_id
    LEFT JOIN learning_session AS session ON session.id = stamp.session_id
    WHERE member.entry_id = %(entry)s AND stamp.person_id = ANY(%(persons)s) AND stamp.kind = ANY(goal.of)
    ORDER BY stamp.occurred_on DESC, stamp.id DESC LIMIT %(limit)s
"""
_COUNTING = _COUNTING_OF.format(within=WITHIN, fits=OF_PROGRAMME)


def why(entry: EntryView, goal_id: UUID, *, limit: int = 40) -> list[Counting]:
    """The stamps of those whom the reader cares for that count for a goal, and those that do not, with the reason."""
    names = dict(entry.people)
    given = {"entry": entry.id, "goal": goal_id, "persons": list(names), "limit": limit}
    found = []
    for on, kind, th, en, person, before, behind, within, fits in prepared.rows(_COUNTING, given):
        space = T.verbatim(th, en) if th else T("ที่บ้าน", "At home")
        found.append(Counting(on, kind, space, names[person], _reason(before, behind, within, fits)))
    return found


def _reason(before: bool, behind: bool, within: bool, fits: bool) -> T | None:
    if before:
        return T("ไม่นับ เพราะก่อนวันเริ่ม", "Not counted: before its first day")
    if behind:
        return T("ไม่นับ เพราะหลังวันสุดท้าย", "Not counted: after its last day")
    if not within:
        return T("ไม่นับ เพราะไม่อยู่ในพื้นที่ของภารกิจ", "Not counted: outside of where the challenge reaches")
    return None if fits else T("ไม่นับ เพราะไม่อยู่ในหลักสูตรนี้", "Not counted: not part of this programme")


def rewards_of(persons: Sequence[UUID], *, claimable: bool = False) -> list[RewardRow]:
    """The rewards of challenges in which these persons take part, and how they stand to each."""
    members = list(EntryMember.objects.select_related("entry", "challenge").filter(
        person__in=list(persons), challenge__state__in=("open", "over")))
    rewards = list(Reward.objects.select_related("space").filter(
        challenge__in=[one.challenge_id for one in members]).order_by("challenge", "position"))
    given = set(RewardClaim.objects.filter(entry__in=[one.entry_id for one in members]).filter(
        Q(person=None) | Q(person__in=list(persons))).values_list("reward", "entry"))
    rows = [_reward(one, member, (one.id, member.entry_id) in given)
            for member in members for one in rewards if one.challenge_id == member.challenge_id]
    kept = {(row.id, row.done, row.given): row for row in rows}  # those of a family share one
    return [row for row in kept.values() if not claimable or (row.earned and not row.given)]


def _reward(reward: Reward, member: EntryMember, given: bool) -> RewardRow:
    needs = reward.after or member.challenge.needs
    earned = member.entry.reached >= needs or member.entry.completed_at is not None
    return RewardRow(
        reward.id, member.challenge_id, member.person_id,
        T.verbatim(member.challenge.title_th, member.challenge.title_en),
        T.verbatim(reward.title_th, reward.title_en), reward.space_id,
        T.verbatim(reward.space.name_th, reward.space.name_en), member.entry.reached, needs, earned, given,
        None if reward.stock is None else reward.stock - reward.claimed)
