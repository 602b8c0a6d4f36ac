"""How much of each goal an entry has done, by what its stamps say: the one statement that counts, and what follows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from rianru.core import prepared
from rianru.kernel.boards import SIDES, full

# Stamps that count: of its members, within its days (both inclusive), where it reaches; what was read at home always.
WITHIN = """
    stamp.occurred_on BETWEEN challenge.starts_on AND challenge.ends_on
    AND (stamp.space_id IS NULL OR challenge.reach = 'everywhere'
         OR (challenge.reach = 'space' AND stamp.space_id = challenge.space_id)
         OR (challenge.reach = 'network' AND place.network_id = host.network_id)
         OR (challenge.reach = 'area' AND place.area_id LIKE challenge.area || '%%'))
"""
OF_PROGRAMME = """
    (goal.programme_id IS NULL OR session.activity_id IN (
        SELECT step.activity_id FROM learning_programmestep AS step
        JOIN learning_programmepart AS part ON part.id = step.part_id WHERE part.programme_id = goal.programme_id))
"""
_COUNTED = """
    SELECT entry.id AS entry_id, goal.id AS goal_id, goal.needs,
           least(CASE goal.kind WHEN 'stamps' THEN count(found.id) WHEN 'spaces' THEN count(DISTINCT found.space_id)
                WHEN 'minutes' THEN coalesce(sum(found.minutes), 0) WHEN 'books' THEN coalesce(sum(found.books), 0)
                WHEN 'activities' THEN count(DISTINCT found.activity_id) ELSE 0 END, 2000000000)::int AS done
    FROM learning_entry AS entry JOIN learning_challenge AS challenge ON challenge.id = entry.challenge_id
    JOIN places_space AS host ON host.id = challenge.space_id
    JOIN learning_goal AS goal ON goal.challenge_id = challenge.id
    LEFT JOIN LATERAL (
        SELECT stamp.id, stamp.space_id, stamp.minutes, stamp.books, session.activity_id
        FROM learning_entrymember AS member JOIN learning_stamp AS stamp ON stamp.person_id = member.person_id
        LEFT JOIN places_space AS place ON place.id = stamp.space_id
        LEFT JOIN learning_session AS session ON session.id = stamp.session_id
        WHERE member.entry_id = entry.id AND stamp.kind = ANY(goal.of) AND {within} AND {fits}
    ) AS found ON true
    WHERE entry.id = ANY(%(entries)s) GROUP BY entry.id, goal.id
"""
COUNTED = _COUNTED.format(within=WITHIN, fits=OF_PROGRAMME)
_WITH = """
    SELECT DISTINCT member.entry_id FROM people_pseudonym AS own
    JOIN learning_entrymember AS member ON member.person_id = own.person_id
    JOIN learning_challenge AS challenge ON challenge.id = member.challenge_id AND challenge.state = 'open'
    WHERE own.key = ANY(%s) AND own.destroyed_at IS NULL ORDER BY member.entry_id
"""
_SHAPES = """
    SELECT entry.id, challenge.form, challenge.needs,
           (SELECT count(*)::int FROM learning_goal WHERE challenge_id = challenge.id)
    FROM learning_entry AS entry JOIN learning_challenge AS challenge ON challenge.id = entry.challenge_id
    WHERE entry.id = ANY(%s)
"""
_REACHED = """
    SELECT tally.entry_id, array_agg(goal.position ORDER BY goal.position)
    FROM learning_tally AS tally JOIN learning_goal AS goal ON goal.id = tally.goal_id
    WHERE tally.entry_id = ANY(%s) AND tally.done >= goal.needs GROUP BY tally.entry_id
"""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a challenge asks for: so many goals, or lines of a board of so many squares."""

    form: str
    needs: int
    goals: int


def standing(shape: Shape, reached: Collection[int]) -> int:
    """How many goals, or full lines, the positions that are reached make."""
    return len(full(SIDES[shape.goals], reached)) if shape.form == "bingo" else len(reached)


def entries_with(keys: Sequence[UUID]) -> list[UUID]:
    """The entries of people, by the keys that stand for them, in challenges that are open; in order."""
    return [id for (id,) in prepared.rows(_WITH, [list(keys)])]


def shapes_of(entries: Sequence[UUID]) -> dict[UUID, Shape]:
    """What the challenge of each of these entries asks for."""
    return {id: Shape(form, needs, goals) for id, form, needs, goals in prepared.rows(_SHAPES, [list(entries)])}


def positions_of(entries: Sequence[UUID]) -> dict[UUID, list[int]]:
    """The goals that each has reached, by their positions."""
    return {id: list(places) for id, places in prepared.rows(_REACHED, [list(entries)])}


def reached_by(entries: Sequence[UUID]) -> dict[UUID, int]:
    """How many goals or lines each of these entries has by what was counted last."""
    found = positions_of(entries)
    return {id: standing(shape, found.get(id, ())) for id, shape in shapes_of(entries).items()}
