"""Draws for everybody: the commitment, the list, the seed once it is told, and why each seat was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from rianru.core import prepared
from rianru.kernel.draws import OPEN, WAITING, Entry
from rianru.kernel.words import T
from rianru.learning.models import Draw, DrawEntry, Quota
from rianru.learning.queries.learners import ELDER
from rianru.learning.words import DRAW_BY, GROUPS
from rianru.places import queries as places

# A first-timer never came to anything of this host. Whoever has no account cannot be known to come for the first time.
_ENTRIES = """
    SELECT party.id, party.size, party.place,
           count(*) FILTER (WHERE seat.person_id IS NOT NULL AND NOT EXISTS (
               SELECT FROM learning_attendance AS came JOIN learning_session AS before ON before.id = came.session_id
               JOIN learning_activity AS there ON there.id = before.activity_id
               WHERE came.person_id = seat.person_id AND there.space_id = here.space_id))::int,
           count(*) FILTER (WHERE %(year)s - coalesce(person.birth_year, seat.birth_year) >= %(elder)s)::int,
           count(*) FILTER (WHERE seat.disability)::int,
           array_agg(coalesce(nullif(person.lives_in, ''), seat.lives_in))
    FROM learning_party AS party JOIN learning_seating AS seating ON seating.id = party.seating_id
    JOIN learning_activity AS here ON here.id = seating.activity_id
    JOIN learning_seat AS seat ON seat.party_id = party.id AND seat.ended_at IS NULL
    LEFT JOIN people_person AS person ON person.id = seat.person_id
    WHERE party.seating_id = %(seating)s AND party.state = 'entered'
    GROUP BY party.id, party.size, party.place ORDER BY party.place
"""


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """So many seats first for a group; `name` as the published list has it."""

    group: str
    area: str
    seats: int
    label: T

    @property
    def name(self) -> str:
        """Of the group, with the area."""
        return f"{self.group}:{self.area}" if self.area else self.group


@dataclass(frozen=True, slots=True)
class EntryRow:
    """What an entry drew. `why`: the label of the quota that gave the seats, or of the order; `seated` or it waits."""

    code: str
    line: str
    rank: int
    ticket: str
    why: str
    label: T

    @property
    def seated(self) -> bool:
        """Whether it has seats."""
        return self.why != WAITING

    @property
    def size(self) -> int:
        """How many seats it wants."""
        return int(self.line.split(" ")[1])


@dataclass(frozen=True, slots=True)
class DrawRow:
    """How the seats of a seating are shared out. The seed is blank until it was told."""

    id: UUID
    seating_id: UUID
    by: str
    closes_at: datetime
    commitment: str
    seed: str
    drawn_at: datetime | None
    seats: int | None
    quotas: tuple[QuotaRow, ...]

    @property
    def label(self) -> T:
        """By lot, or in the order of arrival."""
        return DRAW_BY[self.by]


def draw_of(seating_id: UUID | None) -> DrawRow | None:
    """How a seating's seats are shared out; None where they are given one by one."""
    found = Draw.objects.filter(seating=seating_id).first() if seating_id else None
    if found is None:
        return None
    quotas = list(Quota.objects.filter(draw=found).order_by("position"))
    return DrawRow(
        found.id, found.seating_id, found.by, found.closes_at, found.commitment, found.seed if found.drawn_at else "",
        found.drawn_at, found.seats,
        tuple(QuotaRow(one.group, one.area, one.seats, label_of(one.group, one.area)) for one in quotas),
    )


def entries(draw: DrawRow) -> list[EntryRow]:
    """What was drawn, in the order of ranks; nothing before that."""
    said = {one.name: one.label for one in draw.quotas}
    return [
        EntryRow(code, line, rank, ticket, why, _why(why, said))
        for code, line, rank, ticket, why in DrawEntry.objects.filter(draw=draw.id).order_by("rank").values_list(
            "code", "line", "rank", "ticket", "why")
    ]


def published(draw: DrawRow) -> dict[str, Any]:
    """Everything that is needed to repeat it, as data: what `rianru repeat-draw` reads."""
    return {
        "version": 1, "by": draw.by, "closes_at": draw.closes_at.isoformat(), "commitment": draw.commitment,
        "seed": draw.seed, "drawn_at": draw.drawn_at.isoformat() if draw.drawn_at else None, "seats": draw.seats,
        "quotas": [{"group": one.name, "seats": one.seats} for one in draw.quotas],
        "entries": [one.line for one in sorted(entries(draw), key=lambda one: one.code)],
        "outcome": [
            {"rank": one.rank, "code": one.code, "ticket": one.ticket, "why": one.why} for one in entries(draw)
        ],
    }


def entries_of(
    seating_id: UUID, codes: Mapping[UUID, str], *, areas: Sequence[str], on: date
) -> list[Entry]:
    """The parties that entered, as the published list has them: codes, sizes, places, and how many are of each group
    on the day.
    """
    rows = prepared.rows(_ENTRIES, {"seating": seating_id, "year": on.year, "elder": ELDER})
    return [
        Entry(codes[id], size, place, {
            "first_time": first, "elder": elder, "disability": disability,
            **{f"district:{area}": sum(bool(one) and one.startswith(area) for one in lives_in) for area in areas},
        })
        for id, size, place, first, elder, disability, lives_in in rows
    ]


def label_of(group: str, area: str) -> T:
    """A group in words, with its area."""
    if not area:
        return GROUPS[group]
    return T("คนใน{area}", "People of {area}", area=places.area_name(area))


def _why(why: str, said: Mapping[str, T]) -> T:
    if why == WAITING:
        return T("ที่นั่งหมดก่อนถึงลำดับนี้ หรือเหลือไม่พอทั้งกลุ่ม",
                 "Seats ran out before this rank, or too few were left for the whole party")
    if why == OPEN:
        return T("ที่นั่งทั่วไป ตามลำดับ", "An open seat, by rank")
    return T("ที่กันไว้ให้{group}", "A seat kept for: {group}", group=said.get(why, T.verbatim(why, why)))
