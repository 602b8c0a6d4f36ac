"""Sources: whose records we take."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from procrastinate.exceptions import AlreadyEnqueued

from rianru.catalogue.actions import headings
from rianru.catalogue.actions.settling import alone
from rianru.catalogue.actions.settling.write import name_works, refresh_editions
from rianru.catalogue.models import Record, Source
from rianru.catalogue.queries import scope_of
from rianru.core import changes, facts, jobs
from rianru.core.actors import NATIONAL, Actor
from rianru.core.permissions import require
from rianru.kernel.formats.marc import FieldMapping, HoldingsMapping
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.thai import normalise
from rianru.kernel.words import T
from rianru.places import queries as places

MIDDLING = 50
LONGEST_NAME = 200  # characters
ENCODINGS = ("", "utf-8", "cp874", "marc-8", "latin-1")


class SourceCodeTaken(Refused):
    """The code names another source already."""

    code = "catalogue.source_code_taken"
    says = T("รหัสแหล่งข้อมูล {taken} มีอยู่แล้ว ใช้รหัสอื่น", "The source code {taken} is in use. Choose another one.")


class SourceCodeWrong(Refused):
    """The code has other signs than a-z, 0-9 and hyphen, or is too short or too long."""

    code = "catalogue.source_code_wrong"
    status = 422
    says = T(
        "รหัสแหล่งข้อมูลใช้ a-z 0-9 และขีด ยาว 2 ถึง 40 ตัว เช่น phayao-library",
        "A source code has 2 to 40 of a-z, 0-9 and hyphen, such as phayao-library.",
    )


class SpaceUnknown(Refused):
    """No space has this code."""

    code = "catalogue.space_unknown"
    status = 422
    says = T(
        "ไม่พบแหล่งเรียนรู้รหัส {space} ดูรหัสได้ที่หน้าใกล้บ้าน",
        "No space has the code {space}. Codes are shown on the page Near home.",
    )


class SourceValuesWrong(Refused):
    """An encoding that the doctor does not know, or a trust outside 0 to 100."""

    code = "catalogue.source_values_wrong"
    status = 422
    says = T(
        "ระดับความน่าเชื่อถือใช้ 0 ถึง 100 และชุดอักษรใช้ utf-8, cp874, marc-8, latin-1 หรือเว้นว่างให้ตรวจเอง",
        "Trust is 0 to 100, and an encoding is utf-8, cp874, marc-8, latin-1, or empty for finding out.",
    )


def add_source(
    *,
    actor: Actor,
    at: datetime,
    code: str,
    name_th: str,
    name_en: str = "",
    network_id: UUID | None = None,
    default_space: str = "",
    holdings: Mapping[str, Any] | None = None,
    fields: Mapping[str, Any] | None = None,
    encoding: str = "",
    trust: int = MIDDLING,
) -> UUID:
    """Adds a source; its id. `default_space` (a code) holds the copies of records that name no branch.

    `encoding`: what is believed where bytes leave it open. `trust`: 0 to 100, whose word is shown where records differ.
    """
    scope = places.scope_of_network(network_id) if network_id else NATIONAL
    require("catalogue.add_source", actor=actor, at=at, scope=scope)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,39}", code):
        raise SourceCodeWrong()
    space = _checked(default_space, holdings or {}, fields or {}, encoding, trust)
    try:
        with transaction.atomic():
            source = Source.objects.create(
                code=code,
                **_names(code, name_th, name_en),
                network_id=network_id,
                default_space_id=space,
                holdings=dict(holdings or {}),
                fields=dict(fields or {}),
                encoding=encoding,
                trust=trust,
                created_at=at,
            )
            facts.record("catalogue.source_added", actor=actor, at=at, object_kind="source", object_id=source.id)
    except IntegrityError as error:
        raise SourceCodeTaken(taken=code) from error
    return source.id


def change_source(
    *, actor: Actor, at: datetime, source_id: UUID, name_th: str, name_en: str, default_space: str,
    holdings: Mapping[str, Any], fields: Mapping[str, Any], encoding: str, trust: int,
) -> None:
    """Another name, mapping, encoding or trust. Records are read with the new mapping when they come again, or all at
    once by `rematch`; a changed trust is shown at once, in batches.
    """
    source = Source.objects.filter(id=source_id).first()
    if source is None:
        raise NotFound()
    require("catalogue.change_source", actor=actor, at=at, scope=scope_of(source))
    space = _checked(default_space, holdings, fields, encoding, trust)
    retold = trust != source.trust
    with transaction.atomic():
        for name, said in _names(source.code, name_th, name_en).items():
            setattr(source, name, said)
        source.default_space_id, source.holdings, source.fields = space, dict(holdings), dict(fields)
        source.encoding, source.trust = encoding, trust
        source.save()
        facts.record("catalogue.source_changed", actor=actor, at=at, object_kind="source", object_id=source.id)
        if retold:
            _retell_later(source.id)


def _retell_later(source_id: UUID) -> None:
    """Queues the retelling once: a job that waits already reads the trust when it runs."""
    try:
        with transaction.atomic():
            jobs.defer("catalogue.retell", queueing_lock=f"retell:{source_id}", source_id=str(source_id))
    except AlreadyEnqueued:
        pass


def retell(*, actor: Actor, clock: Callable[[], datetime], source_id: UUID) -> int:
    """Says anew what the editions show that a source shares with others, after its trust changed; how many."""
    source = Source.objects.get(id=source_id)
    require("catalogue.change_source", actor=actor, at=clock(), scope=scope_of(source))
    count, last = 0, None
    while True:
        own = Record.objects.filter(source=source, state=Record.State.LIVE, edition__isnull=False).order_by("id")
        rest = own.filter(id__gt=last) if last else own
        page = list(rest.values_list("id", "edition_id", "edition__work_id")[:1_000])
        if not page:
            return count
        last = page[-1][0]
        with transaction.atomic(), connection.cursor() as cursor:
            alone(cursor)
            name_works(cursor, refresh_editions(cursor, {str(edition) for _, edition, _ in page}).retitled)
            changes.touch("work", {work for *_, work in page})
            jobs.wake(headings.JOB)
            facts.record("catalogue.source_retold", actor=actor, at=clock(), object_kind="source", object_id=source.id,
                         count=len(page))
        count += len(page)


def _names(code: str, name_th: str, name_en: str) -> dict[str, str]:
    """One name stands for the other where it is blank, the code for both."""
    th, en = (normalise(name)[:LONGEST_NAME] for name in (name_th, name_en))
    return {"name_th": th or en or code, "name_en": en or th or code}


def _checked(
    default_space: str, holdings: Mapping[str, Any], fields: Mapping[str, Any], encoding: str, trust: int
) -> UUID | None:
    """The id of the space; refuses what a source cannot have."""
    HoldingsMapping.parse(holdings)
    FieldMapping.parse(fields)
    if encoding not in ENCODINGS or not 0 <= trust <= 100:
        raise SourceValuesWrong()
    space = places.space_ids([default_space]).get(default_space) if default_space else None
    if default_space and space is None:
        raise SpaceUnknown(space=default_space)
    return space
