"""Sources: whose records we take."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from rianru.catalogue.models import Source
from rianru.core import facts
from rianru.core.actors import NATIONAL, Actor
from rianru.core.permissions import require
from rianru.kernel.formats.marc import HoldingsMapping
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T
from rianru.places import queries as places


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
) -> UUID:
    """Adds a source; its id. `default_space` (a code) holds the copies of records that name no branch."""
    scope = places.scope_of_network(network_id) if network_id else NATIONAL
    require("catalogue.add_source", actor=actor, at=at, scope=scope)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,39}", code):
        raise SourceCodeWrong()
    HoldingsMapping.parse(holdings or {})
    space = places.space_ids([default_space]).get(default_space) if default_space else None
    if default_space and space is None:
        raise SpaceUnknown(space=default_space)
    try:
        with transaction.atomic():
            source = Source.objects.create(
                code=code,
                name_th=name_th or name_en or code,
                name_en=name_en or name_th or code,
                network_id=network_id,
                default_space_id=space,
                holdings=dict(holdings or {}),
                created_at=at,
            )
            facts.record("catalogue.source_added", actor=actor, at=at, object_kind="source", object_id=source.id)
    except IntegrityError as error:
        raise SourceCodeTaken(taken=code) from error
    return source.id
