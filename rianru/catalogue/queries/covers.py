"""Pictures of covers: which edition and which work shows which, by sets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import connection

from rianru.catalogue.models import CoverFetch, Edition, Item, Record, Source, cover_path
from rianru.catalogue.queries.imports import scope_of
from rianru.core.actors import Actor
from rianru.core.permissions import permitted
from rianru.places import queries as places


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a cover: `width` × `height` of the largest of its sizes, in pixels; `widths` ascend."""

    id: UUID
    digest: str
    width: int
    height: int
    widths: tuple[int, ...]
    address: str = ""
    added_at: datetime | None = None


# A cover stands with the first live one of its records; the one chosen last is first.
_SEATED = """
    WITH asked AS ({asked}),
    near AS (
        SELECT DISTINCT beside.cover_id FROM asked JOIN catalogue_record AS record ON record.edition_id = asked.id
        JOIN catalogue_coverrecord AS beside ON beside.record_id = record.id),
    seat AS (
        SELECT DISTINCT ON (beside.cover_id) beside.cover_id, record.edition_id
        FROM near JOIN catalogue_coverrecord AS beside USING (cover_id)
        JOIN catalogue_record AS record ON record.id = beside.record_id
        ORDER BY beside.cover_id, (record.state = 'live') DESC, beside.place)
    SELECT asked.id, asked.work_id, cover.id, digest, width, height, widths, address, added_at
    FROM asked JOIN seat ON seat.edition_id = asked.id JOIN catalogue_cover AS cover ON cover.id = seat.cover_id
    ORDER BY asked.live DESC, asked.year DESC NULLS LAST, asked.id, chosen_at DESC, cover.id DESC
"""
_EDITIONS = _SEATED.format(asked="SELECT id, work_id, live, year FROM catalogue_edition WHERE id = ANY(%s)")
_WORKS = _SEATED.format(asked="SELECT id, work_id, live, year FROM catalogue_edition WHERE work_id = ANY(%s)")


def covers_of_editions(*, ids: Sequence[UUID]) -> dict[UUID, list[Picture]]:
    """The covers of editions, the one that is shown first; editions without any are left out. One query."""
    found: dict[UUID, list[Picture]] = {}
    for edition, _, picture in _seated(_EDITIONS, ids):
        found.setdefault(edition, []).append(picture)
    return found


def covers_of_works(*, ids: Sequence[UUID]) -> dict[UUID, Picture]:
    """The cover that each work shows: of its newest edition that has one. One query, however many works."""
    found: dict[UUID, Picture] = {}
    for _, work, picture in _seated(_WORKS, ids):
        found.setdefault(work, picture)
    return found


def _seated(query: str, ids: Sequence[UUID]) -> list[tuple[UUID, UUID, Picture]]:
    """Edition, work and cover."""
    with connection.cursor() as cursor:
        cursor.execute(query, [list(ids)])
        return [
            (edition, work, Picture(id, digest, width, height, tuple(widths), address, added_at))
            for edition, work, id, digest, width, height, widths, address, added_at in cursor.fetchall()
        ]


def cover_file(*, digest: str, width: int) -> bytes | None:
    """One size as WebP; None where there is none."""
    try:
        with default_storage.open(cover_path(digest, width)) as stream:
            data: bytes = stream.read()
    except FileNotFoundError:
        return None
    return data


def covers_waiting(*, edition_id: UUID, at: datetime) -> list[CoverFetch]:
    """What is being fetched for an edition, else what was refused last, unless a cover or a day has come since."""
    asked = CoverFetch.objects.filter(record__edition=edition_id).order_by("-id")
    waiting = list(asked.filter(state=CoverFetch.State.WAITING))
    last = asked.filter(asked_at__gt=at - timedelta(days=1)).first()
    if waiting or last is None or last.state != CoverFetch.State.REFUSED:
        return waiting
    covers = covers_of_editions(ids=[edition_id]).get(edition_id, [])
    return [] if any(one.added_at and one.added_at > last.asked_at for one in covers) else [last]


def may_cover(*, actor: Actor, at: datetime, edition_id: UUID) -> bool:
    """Whether this actor may give an edition its cover: where a space holds a copy, or a source lists it."""
    if permitted("catalogue.keep_covers", actor=actor, at=at):
        return True
    records = Record.objects.filter(edition=edition_id, state=Record.State.LIVE)
    sources = Source.objects.filter(id__in=records.values("source")).order_by("id")
    if any(permitted("catalogue.keep_covers", actor=actor, at=at, scope=scope_of(source)) for source in sources):
        return True
    held = Item.objects.filter(edition=edition_id).exclude(state=Item.State.WITHDRAWN)
    scopes = places.scopes_of_spaces(set(held.values_list("space_id", flat=True)))
    return any(permitted("catalogue.keep_covers", actor=actor, at=at, scope=scope) for scope in scopes.values())


def edition_of_cover(*, cover_id: UUID) -> Edition | None:
    """The edition that a cover stands with."""
    id = _edition_id(cover_id)
    return Edition.objects.filter(id=id).first() if id else None


def _edition_id(cover_id: UUID) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT record.edition_id FROM catalogue_coverrecord AS beside "
            "JOIN catalogue_record AS record ON record.id = beside.record_id WHERE beside.cover_id = %s "
            "ORDER BY (record.state = 'live') DESC, beside.place LIMIT 1", [cover_id],
        )
        row = cursor.fetchone()
    return row[0] if row else None
