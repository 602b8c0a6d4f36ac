"""Covers of editions: sent, fetched from an address, chosen among several, removed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.db import transaction

from rianru.catalogue.actions import cover_files
from rianru.catalogue.models import Cover, CoverFetch, CoverRecord, Edition, Record, cover_path
from rianru.catalogue.queries import edition_of_cover, may_cover
from rianru.core import changes, facts, jobs, outbound
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.formats import pictures
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T

MOST_BESIDE = 60  # records that a cover remembers
MOST_WAITING = 5  # fetches for one edition at a time
SECONDS = 30.0  # of one fetch
KEPT = timedelta(days=30)  # what a fetch refused
YOUNG = timedelta(days=1)


class NoIsbn(Refused):
    """The edition has no number by which a cover could be asked for, or no site is set that knows them."""

    code = "catalogue.cover_no_isbn"
    status = 422
    says = T(
        "หาปกตาม ISBN ไม่ได้ ฉบับนี้ไม่มี ISBN หรือยังไม่ได้ตั้งเว็บที่ให้ถาม ส่งรูปเองได้เลย",
        "No cover can be asked for by ISBN: the edition has none, or no site is set to ask. Send a picture instead.",
    )


class AlreadyFetching(Refused):
    """As many covers as may be are being fetched for this edition."""

    code = "catalogue.cover_fetching"
    says = T("กำลังดึงปกของฉบับนี้อยู่ รอสักครู่", "Covers are being fetched for this edition. Wait a moment.")


def upload_cover(*, actor: Actor, at: datetime, edition_id: UUID, file: "File[bytes]") -> UUID:
    """Gives an edition the cover that was sent, drawn anew; its id. It is shown at once.

    Refuses as `pictures.redraw` does; nothing is kept then.
    """
    edition = _edition(actor, at, edition_id)
    file.seek(0)
    redrawn = pictures.redraw(file.read(pictures.MOST_BYTES + 1))
    return _keep(actor, at, edition, redrawn, "")


def fetch_cover(*, actor: Actor, at: datetime, edition_id: UUID, address: str) -> UUID:
    """Asks for the cover at an address, which a job fetches; the id of the asking.

    Refuses with outbound.AddressWrong, outbound.HostNotAllowed and AlreadyFetching.
    """
    edition = _edition(actor, at, edition_id)
    outbound.demand_address(address)
    with transaction.atomic():
        Edition.objects.select_for_update().get(id=edition_id)
        record = _beside(edition)[0]
        waiting = CoverFetch.objects.filter(record__edition=edition, state=CoverFetch.State.WAITING)
        if waiting.count() >= MOST_WAITING:
            raise AlreadyFetching()
        asked = CoverFetch.objects.create(record_id=record, address=address, asked_by=actor.key, asked_at=at)
        facts.record("catalogue.cover_asked_for", actor=actor, at=at, object_kind="edition", object_id=edition.id)
        jobs.defer("catalogue.fetch_cover", fetch_id=str(asked.id))
    return asked.id


def fetch_cover_by_isbn(*, actor: Actor, at: datetime, edition_id: UUID) -> UUID:
    """The same from the site that settings name for ISBNs. Refuses with NoIsbn too."""
    edition = _edition(actor, at, edition_id)
    if not edition.isbns or not settings.COVER_BY_ISBN:
        raise NoIsbn()
    address = settings.COVER_BY_ISBN.replace("{isbn}", edition.isbns[0])
    return fetch_cover(actor=actor, at=at, edition_id=edition_id, address=address)


def run_fetch(
    *, actor: Actor, clock: Callable[[], datetime], fetch_id: UUID, way: outbound.Way | None = None
) -> UUID | None:
    """Fetches what was asked for; the cover's id, or None where it was refused, which the asking then says.

    Nothing is held while it waits for the other side. Once over, asking again changes nothing.
    """
    asked = CoverFetch.objects.filter(id=fetch_id).first()
    require("catalogue.fetch_covers", actor=actor, at=clock())
    if asked is None or asked.state != CoverFetch.State.WAITING:
        return None
    try:
        data = outbound.fetch(asked.address, most=pictures.MOST_BYTES, seconds=SECONDS, way=way)
        redrawn = pictures.redraw(data)
    except Refused as refusal:
        _end(asked, clock(), CoverFetch.State.REFUSED, refusal_th=refusal.text("th"), refusal_en=refusal.text("en"))
        return None
    with transaction.atomic():
        edition = Edition.objects.get(records=asked.record_id)
        id = _keep(actor, clock(), edition, redrawn, asked.address, added_by=asked.asked_by)
        _end(asked, clock(), CoverFetch.State.DONE)
    return id


def choose_cover(*, actor: Actor, at: datetime, cover_id: UUID) -> None:
    """Shows this one of an edition's covers."""
    with transaction.atomic():
        cover, edition = _cover(actor, at, cover_id)
        cover.chosen_at = at
        cover.save(update_fields=["chosen_at"])
        facts.record("catalogue.cover_chosen", actor=actor, at=at, object_kind="edition", object_id=edition.id)
        changes.touch("work", [edition.work_id])


def remove_cover(*, actor: Actor, at: datetime, cover_id: UUID) -> None:
    """Removes a cover. Its files go too, unless another cover is the same picture."""
    with transaction.atomic():
        cover, edition = _cover(actor, at, cover_id)
        digest = cover.digest
        cover.delete()
        facts.record("catalogue.cover_removed", actor=actor, at=at, object_kind="edition", object_id=edition.id)
        changes.touch("work", [edition.work_id])
        jobs.defer("catalogue.drop_cover_files", digest=digest)


def drop_cover_files(*, actor: Actor, at: datetime, digest: str) -> int:
    """Removes the files of one picture where no cover names it any more; how many."""
    require("catalogue.fetch_covers", actor=actor, at=at)
    with transaction.atomic():
        cover_files.alone(digest)
        dropped = cover_files.drop(digest)
        if dropped:
            facts.record("catalogue.cover_files_dropped", actor=actor, at=at, count=dropped)
    return dropped


def sweep_covers(*, actor: Actor, at: datetime) -> int:
    """Removes files that an unfinished act left, and what fetches refused a month ago; how many files."""
    require("catalogue.fetch_covers", actor=actor, at=at)
    CoverFetch.objects.filter(asked_at__lt=at - KEPT).delete()
    return sum(drop_cover_files(actor=actor, at=at, digest=digest) for digest in cover_files.loose(before=at - YOUNG))


def _edition(actor: Actor, at: datetime, edition_id: UUID) -> Edition:
    edition = Edition.objects.filter(id=edition_id).first()
    if edition is None:
        raise NotFound()
    if not may_cover(actor=actor, at=at, edition_id=edition_id):
        require("catalogue.keep_covers", actor=actor, at=at)
    if not _beside(edition):
        raise NotFound()
    return edition


def _cover(actor: Actor, at: datetime, cover_id: UUID) -> tuple[Cover, Edition]:
    cover = Cover.objects.select_for_update().filter(id=cover_id).first()
    edition = edition_of_cover(cover_id=cover_id) if cover else None
    if cover is None or edition is None:
        raise NotFound()
    return cover, _edition(actor, at, edition.id)


def _beside(edition: Edition) -> list[UUID]:
    """The records of an edition, live ones first, as they came."""
    own = Record.objects.filter(edition=edition).order_by("-state", "id").values_list("id", "state")
    ordered = sorted(own, key=lambda one: (one[1] != Record.State.LIVE, one[0]))
    return [id for id, _ in ordered[:MOST_BESIDE]]


def _keep(
    actor: Actor, at: datetime, edition: Edition, redrawn: pictures.Redrawn, address: str, *,
    added_by: UUID | None = None,
) -> UUID:
    """Keeps the files and the cover; the same picture sent again for an edition is chosen again."""
    digest = cover_files.digest_of(redrawn)
    with transaction.atomic():
        cover_files.alone(digest)
        cover_files.keep(digest, redrawn)
        cover = _same(edition, digest)
        if cover is None:
            cover = Cover.objects.create(
                digest=digest, file=cover_path(digest, redrawn.width), width=redrawn.width, height=redrawn.height,
                widths=[one.width for one in redrawn.sizes], address=address, added_by=added_by or actor.key,
                added_at=at, chosen_at=at,
            )
            CoverRecord.objects.bulk_create(
                CoverRecord(cover=cover, record_id=id, place=place) for place, id in enumerate(_beside(edition))
            )
        else:
            Cover.objects.filter(id=cover.id).update(chosen_at=at)
        facts.record("catalogue.cover_added", actor=actor, at=at, object_kind="edition", object_id=edition.id)
        changes.touch("work", [edition.work_id])
    return cover.id


def _same(edition: Edition, digest: str) -> Cover | None:
    beside = CoverRecord.objects.filter(record__edition=edition, cover__digest=digest).values("cover")
    for cover in Cover.objects.filter(id__in=beside).order_by("id"):
        there = edition_of_cover(cover_id=cover.id)
        if there is not None and there.id == edition.id:
            return cover
    return None


def _end(asked: CoverFetch, at: datetime, state: CoverFetch.State, **said: Any) -> None:
    CoverFetch.objects.filter(id=asked.id).update(state=state, ended_at=at, **said)
