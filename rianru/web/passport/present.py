"""From what passports and challenges say to what a template shows: seals, squares, how far somebody is."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any
from zlib import crc32

from django.urls import reverse

from rianru.kernel.dates import date_text
from rianru.kernel.words import T
from rianru.learning.queries import ChallengeView, EntryView, StampRow, goal_title
from rianru.learning.words import REACHES, STAMP_KINDS, UNITS, hours_text
from rianru.places import queries as places
from rianru.web.learning.present import month_text

SHAPES = ("round", "tip", "leaf", "gate")
"""What the seal of a space looks like: every space keeps its own, so that a page of many is a page of places."""
ICONS = {"visit": "pin", "activity": "cal", "reading": "book", "borrowing": "shelf"}


def seal(one: StampRow) -> dict[str, Any]:
    """web/passport_seal.html: a stamp in the dye and the weave of its city, in the shape of its space."""
    home = one.space_code is None
    return {
        "id": one.id, "dye": "home" if home else one.dye, "weave": one.weave, "own": one.source == "own",
        "shape": SHAPES[crc32((one.space_code or "").encode()) % len(SHAPES)], "space": one.space,
        "url": reverse("space", kwargs={"code": one.space_code}) if one.space_code else "",
        "on": one.occurred_on, "kind": STAMP_KINDS[one.kind], "icon": ICONS[one.kind], "about": _about(one),
        "titles": one.title.splitlines(),
    }


def _about(one: StampRow) -> T | None:
    """What it was, beside where and when."""
    if one.kind == "activity":
        return one.about
    read = T("{n} เล่ม", "{n} {n:book|books}", n=one.books)
    parts = [hours_text(one.minutes)] * bool(one.minutes) + [read] * bool(one.books)
    if not parts:
        return None
    return T.verbatim(" ".join(part.in_("th") for part in parts), ", ".join(part.in_("en") for part in parts))


def months(rows: Iterable[StampRow]) -> list[dict[str, Any]]:
    """Stamps as the pages of a passport: a month each."""
    return [
        {"title": month_text(date(year, month, 1)), "anchor": f"m{year}{month:02}",
         "seals": [seal(one) for one in group]}
        for (year, month), group in groupby(rows, key=lambda one: (one.occurred_on.year, one.occurred_on.month))
    ]


def card(view: ChallengeView, day: date) -> dict[str, Any]:
    """A challenge in a list."""
    one = view.challenge
    return {
        "url": reverse("challenge", kwargs={"id": one.id}), "title": view.title,
        "space": T.verbatim(one.space.name_th, one.space.name_en), "until": one.ends_on, "unit": UNITS[one.unit],
        "line": asks(view), "squares": squares(view), "side": view.side, "soon": one.starts_on > day,
        "starts": one.starts_on, "dye": one.space.network.dye, "weave": one.space.network.weave,
    }


def asks(view: ChallengeView) -> T:
    """What completes it."""
    needs, goals = view.challenge.needs, len(view.goals)
    if view.side:
        return T("{n} แถวจากกระดาน {of} ช่อง", "{n} {n:line|lines} of a board of {of}", n=needs, of=goals)
    if goals == 1:
        return goal_title(view.goals[0])
    return T("ครบ {n} จาก {of} เป้า", "{n} of {of} {of:goal|goals}", n=needs, of=goals)


def squares(view: ChallengeView, mine: EntryView | None = None) -> list[dict[str, Any]]:
    """The goals in order, with how far somebody is; `line`: it lies in a line that is full."""
    inside = {place for line in mine.lines for place in line} if mine else set()
    found = []
    for place, goal in enumerate(view.goals):
        done = mine.goals[place] if mine and mine.told else None
        found.append({
            "id": goal.id, "number": place + 1, "title": goal_title(goal), "free": goal.kind == "free",
            "needs": goal.needs, "done": min(done.done, goal.needs) if done else None,
            "reached": done.reached if done else goal.kind == "free" and mine is not None,
            "at": done.reached_at if done else None, "line": place in inside,
        })
    return found


def reaches(view: ChallengeView) -> T:
    """Where stamps count."""
    one = view.challenge
    if one.reach == "area":
        return T("ทุกแห่งใน{area}", "Every space of {area}", area=places.area_name(one.area))
    if one.reach == "space":
        return T("ที่{space}", "At {space}", space=T.verbatim(one.space.name_th, one.space.name_en))
    return REACHES[one.reach]


def period(view: ChallengeView) -> T:
    """From its first to its last day."""
    first, last = (date_text(day) for day in (view.challenge.starts_on, view.challenge.ends_on))
    return T("{first} – {last}", "{first} – {last}", first=first, last=last)


def rewards(view: ChallengeView) -> list[dict[str, Any]]:
    """What is given, for what, and where."""
    return [
        {"id": one.id, "title": T.verbatim(one.title_th, one.title_en), "after": _after(view, one.after),
         "space": T.verbatim(one.space.name_th, one.space.name_en),
         "url": reverse("space", kwargs={"code": one.space.code}),
         "stock": one.stock, "left": None if one.stock is None else one.stock - one.claimed}
        for one in view.rewards
    ]


def _after(view: ChallengeView, after: int | None) -> T:
    if after is None or after == view.challenge.needs:
        return T("เมื่อสำเร็จ", "When it is complete")
    if view.side:
        return T("ครบ {n} แถว", "After {n} {n:line|lines}", n=after)
    return T("ครบ {n} เป้า", "After {n} {n:goal|goals}", n=after)


def entry(mine: EntryView) -> dict[str, Any]:
    """How far somebody is, in words and as squares."""
    view = mine.view
    needs = view.challenge.needs
    done = min(mine.reached, needs)
    said = T("{n} จาก {of} แถว", "{n} of {of} {of:line|lines}", n=done, of=needs) if view.side else (
        T("{n} จาก {of} เป้า", "{n} of {of} {of:goal|goals}", n=done, of=needs))
    return {
        "id": mine.id, "url": reverse("my_challenge", kwargs={"id": view.challenge.id}), "title": view.title,
        "names": [name for _, name in mine.people], "people": mine.people, "name": mine.name, "done": done,
        "needs": needs, "line": said, "told": mine.told, "side": view.side, "squares": squares(view, mine),
        "completed": mine.completed_at, "until_text": date_text(view.challenge.ends_on), "view": view,
        "space": T.verbatim(view.challenge.space.name_th, view.challenge.space.name_en),
    }


def crumbs(*steps: tuple[T | str, str]) -> list[dict[str, Any]]:
    """The way to a page, from the list of challenges."""
    start = {"text": T("ภารกิจ", "Challenges"), "url": reverse("challenges")}
    return [start, *({"text": text, "url": url} for text, url in steps)]


def people_of(care: Sequence[Any]) -> list[dict[str, Any]]:
    """Whom one may look at or join: oneself first."""
    return [{"id": one.id, "name": one.name, "label": one.label if place else None} for place, one in enumerate(care)]
