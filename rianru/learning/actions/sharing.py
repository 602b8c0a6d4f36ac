"""Fair seats: the host says for whom some are kept and when the list closes; and the house shares them out."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import day_of, moment_text
from rianru.kernel.draws import WAITING, Entry, Outcome, commitment, drawn, new_seed
from rianru.kernel.refusals import NotFound, NotUnderstood, Refused
from rianru.kernel.words import T
from rianru.learning.actions.seating import hold, locked, places_for, seating_of, settle, tell, tell_fact
from rianru.learning.kinds import joining as verbs
from rianru.learning.models import Draw, DrawEntry, Party, Quota
from rianru.learning.queries.draws import entries_of
from rianru.learning.queries.gatherings import Gathering, gathering
from rianru.learning.queries.leading import space_of
from rianru.learning.words import DRAW_BY, GROUPS
from rianru.places import queries as places

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that looks like another
CODE_LENGTH = 6


class DrawWrong(NotUnderstood):
    """Not a way to share seats: no limit of seats, no such group, or a closing time that is over or after it begins."""

    code = "learning.draw_wrong"
    says = T("ตั้งจำนวนที่นั่งก่อน แล้วเลือกวันปิดรับที่ยังมาไม่ถึงและอยู่ก่อนเริ่มกิจกรรม โควตารวมกันไม่เกินจำนวนที่นั่ง",
             "Set the number of seats first. The list closes at a time to come, before it begins; quotas together take "
             "no more than all seats.")


class JoinedAlready(Refused):
    """Somebody has a seat already: it is too late to share them out."""

    code = "learning.joined_already"
    says = T("มีคนได้ที่นั่งไปแล้ว เปลี่ยนมาแบ่งพร้อมกันไม่ได้ ใช้กับรอบถัดไปแทน",
             "Some have their seats already, so they can no longer be shared out at once. Use it for the next time.")


class DrawNotDue(Refused):
    """The list is still open."""

    code = "learning.draw_not_due"
    says = T("ยังเปิดรับชื่ออยู่ถึง {closes} แบ่งที่นั่งได้หลังจากนั้น",
             "Names are taken until {closes}. Seats are shared out after that.")


class DrawnAlready(Refused):
    """Once only."""

    code = "learning.drawn_already"
    says = T("แบ่งที่นั่งไปแล้ว ทำซ้ำไม่ได้ ดูผลและวิธีตรวจได้ในหน้าผล",
             "The seats were shared out already, once and for all. The page of results shows how.")


@dataclass(frozen=True, slots=True)
class Kept:
    """So many seats first for a group of `words.GROUPS`; `area`: of the group `district`, the code people live in."""

    group: str
    seats: int
    area: str = ""


def share_seats(
    *, actor: Actor, at: datetime, activity_id: UUID, session_id: UUID | None = None, by: str, closes_at: datetime,
    quotas: Sequence[Kept] = (),
) -> UUID:
    """Seats are not given one by one but shared out when the list closes: `by` lot or arrival, after the quotas.

    Until somebody has entered it may be set anew, with a new seed; afterwards the quotas and the time alone, before
    it closes. The commitment to the seed is public from here on. Refuses with DrawWrong, JoinedAlready, DrawnAlready.
    """
    scope = places.scope_of_space(space_of(activity_id))
    require("learning.share_seats", actor=actor, at=at, scope=scope)
    with transaction.atomic():
        if gathering(activity_id, session_id) is None:
            raise NotFound()
        g = locked(seating_of(activity_id, session_id))
        _sound(g, at, by, closes_at, quotas)
        if g.drawn_at is not None:
            raise DrawnAlready()
        if Party.objects.filter(seating=g.seating_id, state__in=["joined", "offered", "waiting"]).exists():
            raise JoinedAlready()
        draw = _written(g, at, by, closes_at)
        Quota.objects.filter(draw=draw).delete()
        Quota.objects.bulk_create([
            Quota(draw=draw, position=n, group=one.group, area=one.area, seats=one.seats)
            for n, one in enumerate(quotas)
        ])
        facts.record(verbs.FAIR_SEATS_SET, actor=actor, at=at, object_kind="activity", object_id=activity_id,
                     space_id=g.space_id, area=g.area)
    return draw.id


def draw_seats(*, actor: Actor, at: datetime, draw_id: UUID) -> int:
    """Shares the seats out, once, after the list has closed; how many parties have seats now. The others wait in the
    order that was drawn. Refuses with DrawNotDue and DrawnAlready.
    """
    with transaction.atomic():
        draw = Draw.objects.select_related("seating").filter(id=draw_id).first()
        if draw is None:
            raise NotFound()
        scope = places.scope_of_space(space_of(draw.seating.activity_id))
        require("learning.share_seats", actor=actor, at=at, scope=scope)
        g = locked(draw.seating_id)
        draw.refresh_from_db()
        if draw.drawn_at is not None:
            raise DrawnAlready()
        if at < draw.closes_at:
            raise DrawNotDue(closes=moment_text(draw.closes_at))
        return _drawn(actor, at, draw, g)


def _sound(g: Gathering, at: datetime, by: str, closes_at: datetime, quotas: Sequence[Kept]) -> None:
    kept = [(one.group, one.area) for one in quotas]
    if (
        by not in DRAW_BY or g.capacity is None or not at < closes_at
        or (g.starts_at is not None and closes_at >= g.starts_at)
        or any(one.group not in GROUPS or one.seats < 1 for one in quotas)
        or any((one.group == "district") != bool(one.area) for one in quotas)
        or len(set(kept)) != len(kept) or sum(one.seats for one in quotas) > g.capacity
    ):
        raise DrawWrong()


def _written(g: Gathering, at: datetime, by: str, closes_at: datetime) -> Draw:
    """The draw, with a new seed as long as nobody has entered."""
    assert g.seating_id is not None
    draw = Draw.objects.filter(seating=g.seating_id).first()
    if draw is not None and Party.objects.filter(seating=g.seating_id, state="entered").exists():
        Draw.objects.filter(id=draw.id).update(closes_at=closes_at)
        return draw
    seed = new_seed()
    said = {"by": by, "closes_at": closes_at, "seed": seed, "commitment": commitment(seed), "set_at": at}
    return Draw.objects.update_or_create(seating_id=g.seating_id, defaults=said)[0]


def _drawn(actor: Actor, at: datetime, draw: Draw, g: Gathering) -> int:
    """Entries become a list, the list an order, the order seats."""
    quotas = list(Quota.objects.filter(draw=draw).order_by("position").values_list("group", "area", "seats"))
    codes = _coded(draw.seating_id)
    entries = entries_of(draw.seating_id, codes, areas=[area for _, area, _ in quotas if area], on=_on(g, at))
    seats = (g.capacity or 0) - g.held
    came = drawn(entries, seats=seats, quotas=[(name_of(group, area), n) for group, area, n in quotas],
                 seed=draw.seed, by="lot" if draw.by == "lot" else "arrival")
    lines = {one.code: one.line for one in entries}
    DrawEntry.objects.bulk_create([
        DrawEntry(draw=draw, code=one.code, line=lines[one.code], rank=one.rank, ticket=one.ticket, why=one.why)
        for one in came
    ])
    Draw.objects.filter(id=draw.id).update(drawn_at=at, seats=seats)
    seated = _given(actor, at, g, came, {code: id for id, code in codes.items()}, {one.code: one for one in entries})
    facts.record(verbs.SEATS_DRAWN, actor=actor, at=at, object_kind="activity", object_id=g.activity_id,
                 space_id=g.space_id, area=g.area, count=len(came))
    settle(actor, at, replace(locked(draw.seating_id), drawn_at=at))
    return seated


def _given(
    actor: Actor, at: datetime, g: Gathering, came: Sequence[Outcome], party_of: dict[str, UUID],
    entries: dict[str, Entry],
) -> int:
    """Seats to those who drew one; the others stand in line in the order that was drawn, before whoever comes later."""
    first = places_for(g, len(came))
    seated = [one for one in came if one.seated]
    hold(g, sum(entries[one.code].size for one in seated))
    for one in came:
        party_id, size = party_of[one.code], entries[one.code].size
        state = "waiting" if one.why == WAITING else "joined"
        Party.objects.filter(id=party_id).update(
            state=state, joined_at=at if state == "joined" else None, place=first + one.rank)
        tell_fact(verbs.JOINED if state == "joined" else verbs.WAITED, actor, at, g, party_id, count=size)
        tell(party_id, state)
    return len(seated)


def _coded(seating_id: UUID) -> dict[UUID, str]:
    """A code of its own for every entry, which leads to nobody but itself."""
    codes: dict[UUID, str] = {}
    for party in Party.objects.select_for_update().filter(seating=seating_id, state="entered").order_by("place"):
        code = ""
        while not code or code in codes.values():
            code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        codes[party.id] = code
        Party.objects.filter(id=party.id).update(code=code)
    return codes


def _on(g: Gathering, at: datetime) -> date:
    return day_of(g.starts_at or at)


def name_of(group: str, area: str) -> str:
    """A group as the published list has it."""
    return f"{group}:{area}" if area else group


__all__ = ["Kept", "draw_seats", "share_seats"]
