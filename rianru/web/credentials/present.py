"""A credential as screens show it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from rianru.core import kinds
from rianru.credentials import queries
from rianru.credentials.queries import DefinitionRow, IssuedRow
from rianru.kernel.dates import format_date
from rianru.kernel.words import T, get_language

SHAPES = {"standing": "", "expired": "wait", "suspended": "wait", "revoked": "out"}


def state(row: IssuedRow, at: datetime) -> dict[str, Any]:
    """How it stands, as word and shape, and the day it ends."""
    found = row.standing(at)
    return {"code": found, "shape": SHAPES[found], "words": row.standing_label(at)}


def hours_text(value: Any) -> str:
    """`6 ชั่วโมง`, `12.5 hours`; blank where there are none."""
    return str(T("{n}\u00a0ชั่วโมง", "{n}\u00a0hours", n=f"{value.normalize():f}")) if value else ""


def last_day(row: IssuedRow) -> str:
    """The last day on which it is valid, in words: it ends at the midnight after it."""
    from datetime import timedelta

    return format_date(row.valid_until - timedelta(seconds=1), get_language()) if row.valid_until else ""


def line(row: IssuedRow, at: datetime) -> dict[str, Any]:
    """One in a list."""
    return {
        "id": row.id, "short": row.short, "title": row.title, "issuer": row.issuer.name, "name": row.name,
        "number": row.number, "issued_at": row.issued_at, "state": state(row, at), "level": level_name(row),
        "hours": hours_text(row.hours), "sight": row.sight_label,
        "picture": picture_url(row.definition.id, row.definition.version),
        "small": picture_url(row.definition.id, row.definition.version, small=True),
    }


def level_name(row: IssuedRow) -> T | str:
    """Of the level reached; blank where there are none."""
    return T.verbatim(row.level.name_th, row.level.name_en) if row.level else ""


def picture_url(id: UUID, version: int, *, small: bool = False) -> str:
    """Of the medallion of a definition as it is now; `small` for lists."""
    return f"{reverse('achievement_picture', kwargs={'id': id})}?v={version}{'&small' * small}"


def issuer_url(row: queries.IssuerRow) -> str:
    """The page of an issuer."""
    return reverse("issuer", kwargs={"id": row.id})


def facts(row: IssuedRow, at: datetime) -> list[dict[str, Any]]:
    """When, till when, how long, which number."""
    until = last_day(row)
    said = [("cal", T("ออกเมื่อ {day}", "Issued on {day}", day=format_date(row.issued_at, get_language())))]
    if until:
        said.append(("clock", T("ใช้ได้ถึง {day}", "Valid until {day}", day=until)))
    if row.hours:
        said.append(("clock", T("เรียนรู้ {hours}", "{hours} of learning", hours=hours_text(row.hours))))
    if row.level:
        said.append(("check", T("ระดับ {name}", "Level: {name}", name=level_name(row))))
    said.append(("cert", T("เลขที่ {number}", "Number {number}", number=row.number)))
    return [{"icon": icon, "text": text} for icon, text in said]


def evidence(row: IssuedRow) -> list[dict[str, Any]]:
    """What showed it, by the cards of the house; one query a kind."""
    known = kinds.all_kinds()
    cards: dict[tuple[str, UUID], kinds.Card] = {}
    for kind in {one.kind for one in row.proofs} & known.keys():
        found = known[kind].cards([one.id for one in row.proofs if one.kind == kind and one.id])
        cards |= {(kind, id): card for id, card in found.items()}
    return [_proof(one, cards.get((one.kind, one.id)) if one.id else None) for one in row.proofs]


def _proof(one: queries.ProofRow, card: kinds.Card | None) -> dict[str, Any]:
    title = T.verbatim(card.title_th, card.title_en) if card else one.told or T("บันทึกในระบบ", "On record")
    url = reverse(card.url_name, kwargs=dict(card.url_kwargs)) if card else ""
    return {"title": title, "url": url, "hours": hours_text(one.hours), "line": card.line if card else ""}


def rules(rows: list[queries.RuleRow]) -> list[dict[str, Any]]:
    """What has to be completed, with its page; what is gone is left out."""
    return [
        {"title": T.verbatim(row.card.title_th, row.card.title_en), "label": row.label, "hours": hours_text(row.hours),
         "url": reverse(row.card.url_name, kwargs=dict(row.card.url_kwargs)),
         "level": T.verbatim(row.level.name_th, row.level.name_en) if row.level else ""}
        for row in rows if row.card
    ]


def definition(row: DefinitionRow) -> dict[str, Any]:
    """An achievement on a page."""
    return {
        "row": row, "picture": picture_url(row.id, row.version),
        "small": picture_url(row.id, row.version, small=True), "hours": hours_text(row.hours),
        "levels": [T.verbatim(one.name_th, one.name_en) for one in row.levels], "units": row.units,
        "issuer_url": issuer_url(row.issuer),
    }
