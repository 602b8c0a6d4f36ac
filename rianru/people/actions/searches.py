"""Searches that members keep: saved, changed, removed, stopped by a signed link. Facts about them carry no key."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from rianru.core import facts
from rianru.core.actors import ANONYMOUS, Actor
from rianru.core.permissions import require
from rianru.core.search import schema
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotFound, NotUnderstood, Refused
from rianru.kernel.thai import normalise
from rianru.kernel.words import T
from rianru.people import kinds
from rianru.people.models import Person, SavedSearch
from rianru.people.queries import named
from rianru.people.queries.searches import id_behind

MOST_SEARCHES = 50  # of one member
LONGEST_TEXT, LONGEST_VALUE, MOST_VALUES = 200, 200, 20


class SearchEmpty(NotUnderstood):
    """Nothing typed and nothing chosen."""

    code = "people.search_empty"
    says = T("ค้นอะไรสักคำก่อน แล้วบันทึกคำค้นนั้น", "Search for something first, then save that search.")


class TooManySearches(Refused):
    """As many saved searches as one member may have."""

    code = "people.too_many_searches"
    says = T(
        "บันทึกไว้ครบ {most} คำค้นแล้ว ลบคำค้นที่ไม่ใช้ก่อน",
        "You have saved {most} searches already. Remove one that you do not use first.",
    )


class StopLinkWrong(Refused):
    """Not a link of ours, or its search is gone: one answer, so that nobody learns which."""

    code = "people.stop_link_wrong"
    status = 410
    says = T(
        "ลิงก์นี้ใช้ไม่ได้แล้ว คำค้นอาจถูกลบไป เข้าสู่ระบบเพื่อดูคำค้นที่ยังแจ้งอยู่",
        "This link no longer works: its search may be gone. Sign in to see which of your searches still send news.",
    )


@transaction.atomic
def save_search(
    *, actor: Actor, at: datetime, text: str, kind: str = "", chosen: Mapping[str, Sequence[str]] | None = None
) -> UUID:
    """Keeps a search: words as typed, a kind, values of facets; its id. What is saved already is not saved twice.

    News begins with what arrives from now on. Refuses with SearchEmpty and TooManySearches.
    """
    require("people.keep_searches", actor=actor, at=at)
    wanted = {"text": normalise(text)[:LONGEST_TEXT], "kind": kind[:40], "chosen": _pairs(chosen or {})}
    if not wanted["text"] and not wanted["chosen"]:
        raise SearchEmpty()
    person = _themselves(actor)
    mine = SavedSearch.objects.filter(person=person)
    if known := mine.filter(**wanted).values_list("id", flat=True).first():
        return known
    if mine.count() >= MOST_SEARCHES:
        raise TooManySearches(most=MOST_SEARCHES)
    saved = SavedSearch.objects.create(
        person_id=person, made_at=at, seen_at=at, told_at=at, looked_on=day_of(at), **wanted
    )
    facts.record(kinds.SEARCH_SAVED, actor=ANONYMOUS, at=at)
    return saved.id


@transaction.atomic
def change_search(*, actor: Actor, at: datetime, search_id: UUID, often: str = "", paused: bool | None = None) -> None:
    """How often news comes ("daily" or "weekly"), and whether at all. What came during a pause is not told later."""
    require("people.keep_searches", actor=actor, at=at)
    own = _own(actor, search_id)
    if often:
        own.often = SavedSearch.Often(often)
    if paused is not None and paused != (own.paused_at is not None):
        own.paused_at = at if paused else None
        own.told_at, own.looked_on = at, day_of(at)
    own.save()
    facts.record(kinds.SEARCH_CHANGED, actor=ANONYMOUS, at=at)


@transaction.atomic
def look_at_search(*, actor: Actor, at: datetime, search_id: UUID) -> None:
    """What it found until now is seen: the count of what is new begins anew."""
    require("people.keep_searches", actor=actor, at=at)
    own = _own(actor, search_id)
    own.seen_at = at
    own.save(update_fields=["seen_at"])
    facts.record(kinds.SEARCH_CHANGED, actor=ANONYMOUS, at=at)


@transaction.atomic
def remove_search(*, actor: Actor, at: datetime, search_id: UUID) -> None:
    """Erases a saved search."""
    require("people.keep_searches", actor=actor, at=at)
    _own(actor, search_id).delete()
    facts.record(kinds.SEARCH_REMOVED, actor=ANONYMOUS, at=at)


@transaction.atomic
def stop_search(*, actor: Actor, at: datetime, token: str, every: bool = False) -> int:
    """Pauses the search of a signed link, or `every` one of its owner; how many. Refuses with StopLinkWrong."""
    require("people.stop_search", actor=actor, at=at)
    found = SavedSearch.objects.select_for_update().filter(id=id_behind(token)).first()
    if found is None:
        raise StopLinkWrong()
    theirs = SavedSearch.objects.filter(person=found.person_id) if every else SavedSearch.objects.filter(id=found.id)
    stopped = theirs.filter(paused_at=None).update(paused_at=at)
    if stopped:
        facts.record(kinds.SEARCH_STOPPED, actor=ANONYMOUS, at=at, count=stopped)
    return stopped


def _pairs(chosen: Mapping[str, Sequence[str]]) -> list[str]:
    pairs = [
        f"{name}={value}" for name in schema.FACETS for value in dict.fromkeys(chosen.get(name, ()))
        if 0 < len(value) <= LONGEST_VALUE
    ]
    return pairs[:MOST_VALUES]


def _themselves(actor: Actor) -> UUID:
    """The person who acts, locked."""
    found = named(actor.key)
    if found is None:
        raise NotFound()
    Person.objects.select_for_update().get(id=found.person_id)
    return found.person_id


def _own(actor: Actor, search_id: UUID) -> SavedSearch:
    """A search of the one who acts, locked; NotFound for everybody else's."""
    person = _themselves(actor)
    own = SavedSearch.objects.select_for_update().filter(id=search_id, person=person).first()
    if own is None:
        raise NotFound()
    return own
