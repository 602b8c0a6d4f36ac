"""Librarians' shelves: as readers see them once they are published, and as those who keep them do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from rianru.catalogue.models import Shelf, ShelfEntry
from rianru.catalogue.queries.works import WorkRow, work_rows
from rianru.core.actors import Actor, Scope
from rianru.core.permissions import permitted
from rianru.kernel.words import T
from rianru.places import queries as places

PREVIEW = 8  # works that stand for a shelf


@dataclass(frozen=True, slots=True)
class OnShelf:
    """A work on a shelf with its sentence; `work` is None where it is gone from the catalogue."""

    id: UUID
    title: str
    words: T
    words_th: str
    words_en: str
    work: WorkRow | None


@dataclass(frozen=True, slots=True)
class ShelfView:
    """A shelf with what stands on it, or the first of it; `of` names its space or network, `code` its space."""

    shelf: Shelf
    title: T
    words: T
    of: T
    code: str
    rows: tuple[OnShelf, ...]


def scope_of_shelf(shelf: Shelf) -> Scope:
    """The scopes that cover a shelf: those of its space, or of its network."""
    if shelf.space_id:
        return places.scope_of_space(shelf.space_id)
    assert shelf.network_id
    return places.scope_of_network(shelf.network_id)


def may_keep_shelf(*, actor: Actor, at: datetime, shelf: Shelf) -> bool:
    """Whether this actor may change the shelf."""
    return permitted("catalogue.keep_shelves", actor=actor, at=at, scope=scope_of_shelf(shelf))


def shelf(*, actor: Actor, at: datetime, id: UUID) -> ShelfView | None:
    """A shelf whole; one that is not published only to those who may change it."""
    found = Shelf.objects.select_related("space", "network").filter(id=id).first()
    if found is None or (found.published_at is None and not may_keep_shelf(actor=actor, at=at, shelf=found)):
        return None
    return _views(actor, [found], most=None)[0]


def shelves(
    *, actor: Actor, space_id: UUID | None = None, network_id: UUID | None = None,
    after: tuple[datetime, UUID] | None = None, limit: int,
) -> list[ShelfView]:
    """Published shelves, the newest first, by key: all, or of a space and of its network."""
    found = Shelf.objects.filter(published_at__isnull=False)
    if space_id or network_id:
        of = Q(space=space_id) if space_id else Q()
        found = found.filter(of | Q(network=network_id, network__isnull=False) if network_id else of)
    if after:
        found = found.filter(Q(published_at__lt=after[0]) | Q(published_at=after[0], id__lt=after[1]))
    return _views(actor, _whole(found.order_by("-published_at", "-id")[:limit]), most=PREVIEW)


def kept_shelves(*, actor: Actor, at: datetime, limit: int = 100) -> list[ShelfView]:
    """Every shelf that this actor may change, the newest first."""
    found = _whole(Shelf.objects.order_by("-id")[: limit * 5])
    scopes = places.scopes_of_spaces({one.space_id for one in found if one.space_id})
    mine = [
        one for one in found
        if permitted(
            "catalogue.keep_shelves", actor=actor, at=at,
            scope=scopes[one.space_id] if one.space_id else scope_of_shelf(one),
        )
    ]
    return _views(actor, mine[:limit], most=PREVIEW)


def _whole(found: QuerySet[Shelf]) -> list[Shelf]:
    return list(found.select_related("space", "network"))


def _views(actor: Actor, found: Sequence[Shelf], *, most: int | None) -> list[ShelfView]:
    """Shelves with their works: two queries, however many there are."""
    entries = ShelfEntry.objects.filter(shelf__in=found).order_by("place", "id")
    by_shelf: dict[UUID, list[ShelfEntry]] = {}
    for entry in entries:
        own = by_shelf.setdefault(entry.shelf_id, [])
        if most is None or len(own) < most:
            own.append(entry)
    ids = [entry.work_id for own in by_shelf.values() for entry in own]
    works = {row.id: row for row in work_rows(actor=actor, ids=ids)} if ids else {}
    return [_view(one, by_shelf.get(one.id, []), works) for one in found]


def _view(one: Shelf, entries: Sequence[ShelfEntry], works: dict[UUID, WorkRow]) -> ShelfView:
    place = one.space or one.network
    assert place is not None
    rows = tuple(
        OnShelf(each.id, each.title, T.verbatim(each.words_th, each.words_en), each.words_th, each.words_en,
                works.get(each.work_id))
        for each in entries
    )
    return ShelfView(
        one, T.verbatim(one.title_th, one.title_en), T.verbatim(one.words_th, one.words_en),
        T.verbatim(place.name_th, place.name_en), one.space.code if one.space else "", rows,
    )
