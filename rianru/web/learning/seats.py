"""What several pages show of seats: when and where, how many are free, how a party stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from rianru.kernel.dates import day_of, format_date
from rianru.kernel.words import T, get_language
from rianru.learning import queries
from rianru.learning.queries import ActivityView, Gathering, PartyRow, SeatsRow
from rianru.learning.words import time_text, when_text
from rianru.places import queries as places


def when(g: Gathering) -> T:
    """Day and time; of a series from its first to its last day."""
    if g.starts_at is None or g.ends_at is None:
        return T("ยังไม่มีกำหนด", "No date yet")
    if g.session_id is None and day_of(g.starts_at) != day_of(g.ends_at):
        return T("{first} ถึง {last}", "{first} to {last}", first=_day(g.starts_at), last=_day(g.ends_at))
    return when_text(g.starts_at, g.ends_at)


def _day(moment: datetime) -> T:
    return T.verbatim(format_date(moment, "th", "day"), format_date(moment, "en", "day"))


def place(g: Gathering) -> dict[str, Any]:
    """The host: its name and page."""
    return hosts([g]).get(g.space_id, {"name": "", "url": ""})


def hosts(found: Iterable[Gathering]) -> dict[UUID, dict[str, Any]]:
    """The same for many, by the id of the space."""
    return {
        space.id: {"name": T.verbatim(space.name_th, space.name_en), "phone": space.phone,
                   "url": reverse("space", kwargs={"code": space.code})}
        for space in places.spaces_by_id({g.space_id for g in found})
    }


def standing(row: SeatsRow) -> dict[str, Any]:
    """`{% include "parts/seats.html" %}`: seats as word, shape and number."""
    return {"capacity": row.capacity, "held": row.held, "free": row.free, "waiting": row.waiting,
            "entered": row.entered}


def session_row(row: SeatsRow, address: str) -> dict[str, Any]:
    """A session to choose: when it is, and its seats."""
    assert row.starts_at is not None
    assert row.ends_at is not None
    return standing(row) | {
        "day": format_date(row.starts_at, get_language(), "day"), "time": time_text(row.starts_at, row.ends_at),
        "url": f"{address}?session={row.session_id}",
    }


def party_row(one: PartyRow, g: Gathering, at: datetime, host: dict[str, Any] | None = None) -> dict[str, Any]:
    """A party on the page of its own people; `host` as `hosts` has it."""
    return {
        "party": one, "title": g.title, "label": g.label, "when": when(g), "place": host or place(g),
        "url": reverse("activity", kwargs={"id": one.activity_id}), "until": one.offered_until_at,
        "off": g.state == "cancelled" or g.session_state == "cancelled", "begun": g.begun(at), "over": g.over(at),
        "drawing": g.drawing(), "draw_closes_at": g.draw_closes_at, "drawn": g.drawn_at is not None and one.code,
        "draw_url": draw_url(one.activity_id, one.session_id), "ended": one.state not in OPEN, "turn": one.before + 1,
    }


def draw_url(activity_id: UUID, session_id: UUID | None) -> str:
    """Where the draw of these seats is explained."""
    address = reverse("activity_draw", kwargs={"id": activity_id})
    return f"{address}?session={session_id}" if session_id else address


OPEN = ("entered", "waiting", "offered", "joined")


def told(taken_state: str, size: int) -> T:
    """What just happened, in a sentence."""
    return {
        "joined": T("ได้แล้ว {n} ที่ เจอกันวันงาน", "You have {n} {n:seat|seats}. See you there.", n=size),
        "waiting": T("อยู่ในคิวแล้ว {n} ที่ มีที่ว่างเมื่อไรเราถามคุณก่อน",
                     "You wait for {n} {n:seat|seats}. We ask you when they are free.", n=size),
        "entered": T("ลงชื่อแล้ว {n} คน เราจะบอกผลเมื่อแบ่งที่นั่ง",
                     "{n} {n:name|names} {n:is|are} down. We tell you when seats are shared out.", n=size),
    }[taken_state]


def chosen_seats(activity_id: UUID) -> list[SeatsRow]:
    """The rows of one activity."""
    return queries.seats_of([activity_id]).get(activity_id, [])


def on_page(view: ActivityView, at: datetime) -> dict[str, Any]:
    """How one comes, on the page of an activity: `of` sessions their seats and where to join, `whole` those of the
    series or of the only time there is; `several` times to choose from; `draw`: seats are shared out at once.
    """
    one = view.activity
    if one.joining == "free" or one.state != "open":
        return {"of": {}, "whole": None, "several": False}
    address = reverse("activity_join", kwargs={"id": one.id})
    rows = [row for row in chosen_seats(one.id) if row.session_id is None or (
        row.starts_at is not None and row.starts_at > at and row.state == "planned")]
    of = {row.session_id: standing(row) | {"url": f"{address}?session={row.session_id}", "closed": ""} for row in rows
          if row.session_id}
    whole = standing(rows[0]) | {"url": address} if len(rows) == 1 else None
    return {"of": of if len(rows) > 1 else {}, "whole": whole, "several": len(rows) > 1, "url": address}
