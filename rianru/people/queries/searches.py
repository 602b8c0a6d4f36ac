"""Saved searches: one's own with what is new in each, and the one of a signed link."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.core import signing

from rianru.core.actors import Actor
from rianru.core.search import ask
from rianru.people.models import SavedSearch

SALT = "people.stop_search"


@dataclass(frozen=True, slots=True)
class SearchRow:
    """A saved search. `fresh`: how many things it found since its owner looked; None while the index is not ready."""

    id: UUID
    text: str
    kind: str
    chosen: tuple[tuple[str, str], ...]
    often: str
    paused: bool
    made_at: datetime
    seen_at: datetime
    fresh: int | None

    @property
    def address(self) -> str:
        """The query string of its page, the newest arrivals first."""
        return address_of(self.text, self.kind, self.chosen)


def searches(*, actor: Actor) -> list[SearchRow]:
    """One's own, the newest first, each with what is new in it."""
    if actor.kind != "person" or actor.key is None:
        return []
    found = SavedSearch.objects.filter(person__pseudonyms__key=actor.key).order_by("-id")
    return [row(one, fresh=count_since(one, one.seen_at)) for one in found]


def fresh_in_searches(*, actor: Actor) -> int:
    """How many new things one's searches found that are not paused, together."""
    return sum(one.fresh or 0 for one in searches(actor=actor) if not one.paused)


def search_behind(token: str) -> SearchRow | None:
    """The search that a signed link stops; None for a link that is not ours, or whose search is gone."""
    found = SavedSearch.objects.filter(id=id_behind(token)).first()
    return row(found) if found else None


def stop_token(search_id: UUID) -> str:
    """What a letter carries, so that its search can be stopped without signing in."""
    return signing.dumps(str(search_id), salt=SALT)


def id_behind(token: str) -> UUID:
    """The id in a signed token; the nil UUID, which nothing has, where the signature is not ours."""
    try:
        return UUID(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return UUID(int=0)


def count_since(one: SavedSearch, moment: datetime) -> int | None:
    """How many things have all that was asked for and arrived after a moment; None while the index is not ready."""
    try:
        found = look(one, moment, limit=1)
    except ask.IndexNotReady:
        return None
    return found.total if found else 0


def look(one: SavedSearch, moment: datetime, *, offset: int = 0, limit: int) -> ask.Found | None:
    """What a saved search finds of what arrived after a moment, the last first; None where it had to be read kindly
    (slips, some of the words): nobody asked to be told of those.
    """
    chosen: dict[str, list[str]] = {}
    for name, value in pairs(one):
        chosen.setdefault(name, []).append(value)
    found = ask.search(
        one.text, kind=one.kind or None, chosen=chosen, sort="arrived", arrived_after=moment, offset=offset, limit=limit
    )
    return None if found.near or found.relaxed or found.layout else found


def pairs(one: SavedSearch) -> tuple[tuple[str, str], ...]:
    """What is chosen: facet and value."""
    return tuple((name, value) for name, _, value in (each.partition("=") for each in one.chosen))


def address_of(text: str, kind: str, chosen: tuple[tuple[str, str], ...]) -> str:
    """The query string of a search page."""
    asked = [("q", text), *chosen, ("sort", "arrived"), *([("kind", kind)] if kind else [])]
    return urlencode([(name, value) for name, value in asked if value])


def row(one: SavedSearch, fresh: int | None = None) -> SearchRow:
    """A search as its owner reads it."""
    return SearchRow(one.id, one.text, one.kind, pairs(one), one.often, one.paused_at is not None, one.made_at,
                     one.seen_at, fresh)
