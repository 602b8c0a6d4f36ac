"""Lists of members, as their owners and as those they are shared with see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from rianru.catalogue.models import ListEntry, ReadingList
from rianru.catalogue.queries.works import WorkRow, work_rows
from rianru.catalogue.words import WANT
from rianru.core.actors import Actor
from rianru.kernel.words import T

PREVIEW = 4  # works whose covers stand for a list


@dataclass(frozen=True, slots=True)
class ListRow:
    """A list of one's own among others; `first`: titles and ids of the works on top; `has`: the work asked about."""

    id: UUID
    want: bool
    name: T | str
    sharing: str
    entries: int
    first: tuple[tuple[UUID, str], ...] = ()
    has: UUID | None = None


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A work on a list. `work` is None where it is gone from the catalogue: then only `title` is left."""

    id: UUID
    work_id: UUID
    title: str
    note: str
    place: int
    kept_at: datetime
    work: WorkRow | None


@dataclass(frozen=True, slots=True)
class ListView:
    """One list with a page of what stands on it; `by`: the owner's chosen name, on public lists alone.

    `after`: the place from which the next page goes on, or None.
    """

    id: UUID
    want: bool
    name: T | str
    sharing: str
    token: str | None
    by: str
    own: bool
    total: int
    rows: tuple[EntryRow, ...]
    after: int | None


def _own(actor: Actor) -> QuerySet[ReadingList]:
    """The lists of the one who asks, and nobody else's; none for those who are nobody in particular."""
    if actor.kind != "person" or actor.key is None:
        return ReadingList.objects.none()
    return ReadingList.objects.filter(owner__pseudonyms__key=actor.key, removed_at=None)


def lists(*, actor: Actor, work_id: UUID | None = None) -> list[ListRow]:
    """One's own lists, “want to read” first, then the newest; with `work_id` each tells the entry that has it."""
    found = list(
        _own(actor).annotate(kept=Count("entries", filter=Q(entries__removed_at=None))).order_by("-want", "-id")
    )
    held = dict(
        ListEntry.objects.filter(within__in=found, work_id=work_id, removed_at=None).values_list("within_id", "id")
    ) if work_id else {}
    tops = _tops([one.id for one in found]) if not work_id else {}
    return [
        ListRow(one.id, one.want, _name(one), one.sharing, one.kept, tuple(tops.get(one.id, ())), held.get(one.id))
        for one in found
    ]


def _tops(ids: Sequence[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    """The works on top of each list, in one query."""
    tops: dict[UUID, list[tuple[UUID, str]]] = {}
    rows = ListEntry.objects.raw(
        "SELECT entry.id, entry.within_id, entry.work_id, entry.title FROM unnest(%s::uuid[]) AS own (id) "
        "JOIN LATERAL (SELECT * FROM catalogue_listentry WHERE within_id = own.id AND removed_at IS NULL "
        "ORDER BY place DESC, id DESC LIMIT %s) AS entry ON true ORDER BY entry.place DESC, entry.id DESC",
        [list(ids), PREVIEW],
    )
    for entry in rows:
        tops.setdefault(entry.within_id, []).append((entry.work_id, entry.title))
    return tops


def kept_works(*, actor: Actor, limit: int) -> list[WorkRow]:
    """The works one kept last, on any list of one's own."""
    rows = ListEntry.objects.filter(within__in=_own(actor), removed_at=None).order_by("-kept_at", "-id")
    ids = list(dict.fromkeys(rows.values_list("work_id", flat=True)[: limit * 2]))[:limit]
    return work_rows(actor=actor, ids=ids)


def kept_ids(*, actor: Actor) -> frozenset[UUID]:
    """The works on “want to read” of the one who asks."""
    wanted = _own(actor).filter(want=True)
    return frozenset(ListEntry.objects.filter(within__in=wanted, removed_at=None).values_list("work_id", flat=True))


def own_list(*, actor: Actor, id: UUID, after: int | None = None, limit: int) -> ListView | None:
    """A list of one's own; None for everybody else's, as for those that are not there."""
    return _view(_own(actor).filter(id=id), actor=actor, own=True, after=after, limit=limit)


def public_list(*, actor: Actor, id: UUID, after: int | None = None, limit: int) -> ListView | None:
    """A list that its owner made public."""
    found = ReadingList.objects.filter(id=id, sharing=ReadingList.Sharing.PUBLIC, removed_at=None)
    return _view(found.filter(owner__account__is_active=True), actor=actor, after=after, limit=limit)


def linked_list(*, actor: Actor, token: str, after: int | None = None, limit: int) -> ListView | None:
    """The list behind a link; None for a link that was taken back and for one that never was."""
    found = ReadingList.objects.filter(sharing=ReadingList.Sharing.LINK, token=token, removed_at=None)
    return _view(found, actor=actor, after=after, limit=limit)


def _view(
    found: QuerySet[ReadingList], *, actor: Actor, own: bool = False, after: int | None, limit: int
) -> ListView | None:
    one = found.annotate(by=F("owner__display_name")).first()
    if one is None:
        return None
    entries = ListEntry.objects.filter(within=one, removed_at=None)
    below = entries if after is None else entries.filter(place__lt=after)
    page = list(below.order_by("-place", "-id")[: limit + 1])
    more, page = len(page) > limit, page[:limit]
    works = {row.id: row for row in work_rows(actor=actor, ids=[entry.work_id for entry in page])}
    rows = tuple(
        EntryRow(each.id, each.work_id, each.title, each.note, each.place, each.kept_at, works.get(each.work_id))
        for each in page
    )
    public = one.sharing == ReadingList.Sharing.PUBLIC
    return ListView(
        one.id, one.want, _name(one), one.sharing, one.token if own else None, one.by if public else "", own,
        entries.count(), rows, page[-1].place if more else None,
    )


def export_lists(*, actor: Actor) -> list[tuple[str, str, str, datetime]]:
    """All that stands on one's own lists: list, title, note, when."""
    rows = ListEntry.objects.filter(within__in=_own(actor), removed_at=None).select_related("within")
    ordered = rows.order_by("-within__want", "within_id", "-place")
    return [(str(_name(each.within)), each.title, each.note, each.kept_at) for each in ordered]


def _name(one: ReadingList) -> T | str:
    return WANT if one.want else one.name
