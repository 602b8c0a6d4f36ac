"""What anyone may fetch to check a badge: keys, status lists, endorsements. Nobody notes who did."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from rianru.credentials.models import Endorsement, SigningKey, StatusList
from rianru.credentials.queries.addresses import list_address
from rianru.credentials.queries.issuers import NAMED, IssuerRow, issuer_row
from rianru.credentials.words import PURPOSES
from rianru.kernel.formats import badges


@dataclass(frozen=True, slots=True)
class EndorsementRow:
    """Who vouches, in which words, since when; `document` as it was signed."""

    id: UUID
    endorser: IssuerRow
    comment: str
    made_at: datetime
    ended_at: datetime | None
    document: str


def keys(issuer_ids: Iterable[UUID] | None = None) -> dict[UUID, list[badges.PublicKey]]:
    """The public keys of issuers, every one that ever signed, the first first."""
    found = SigningKey.objects.all() if issuer_ids is None else SigningKey.objects.filter(issuer__in=list(issuer_ids))
    rows = found.order_by("issuer", "number").values_list(
        "issuer", "issuer__address", "address", "public", "revoked_at"
    )
    held: dict[UUID, list[badges.PublicKey]] = {}
    for issuer, controller, address, public, revoked_at in rows:
        held.setdefault(issuer, []).append(badges.PublicKey(address, controller, bytes(public), None, revoked_at))
    return held


def key_document(issuer: IssuerRow) -> dict[str, Any]:
    """The document at the address of an issuer that says which keys are its own."""
    return badges.key_document(issuer.address, keys([issuer.id]).get(issuer.id, []))


def key_documents(issuers: Sequence[IssuerRow]) -> list[dict[str, Any]]:
    """The same of many, in one query; issuers that never signed have none."""
    held = keys([one.id for one in issuers])
    return [badges.key_document(one.address, held[one.id]) for one in issuers if one.id in held]


def key_file(issuer_id: UUID, number: int) -> Path:
    """Where the secret half lies: 32 bytes, mode 0600."""
    return Path(settings.KEYS_DIR) / "credentials" / f"{issuer_id}-{number}.key"


def keys_away() -> list[str]:
    """The names of the files of keys that should sign and are not there."""
    held = SigningKey.objects.filter(until_at=None).order_by("id").values_list("issuer", "number")
    return [file.name for file in (key_file(*one) for one in held) if not file.is_file()]


def list_version(list_id: UUID) -> datetime | None:
    """When a list was signed last: what is asked before the list itself."""
    return StatusList.objects.filter(id=list_id).values_list("signed_at", flat=True).first()


def status_document(list_id: UUID, purpose: str) -> str | None:
    """A list as it was signed, for "revocation" or "suspension"."""
    if purpose not in PURPOSES:
        return None
    found = StatusList.objects.filter(id=list_id).values_list(f"{purpose}_document", flat=True).first()
    return str(found) if found else None


def status_lists(issuer_ids: Iterable[UUID] | None = None) -> list[tuple[str, UUID, str]]:
    """Every list with its address, id and purpose."""
    found = StatusList.objects.all() if issuer_ids is None else StatusList.objects.filter(issuer__in=list(issuer_ids))
    rows = found.order_by("id").values_list("issuer__site", "id")
    return [(list_address(site, id, purpose), id, purpose) for site, id in rows for purpose in PURPOSES]


def endorsements_of(
    *, definition_id: UUID | None = None, issuer_id: UUID | None = None, ended: bool = False
) -> list[EndorsementRow]:
    """Who vouches for an achievement or an issuer, the first first."""
    found = Endorsement.objects.filter(definition=definition_id, issuer=issuer_id)
    found = found if ended else found.filter(ended_at=None)
    return [_row(one) for one in found.select_related(*(f"endorser__{name}" for name in NAMED)).order_by("id")]


def endorsement(id: UUID) -> EndorsementRow | None:
    """One, ended or not: its list says which."""
    found = Endorsement.objects.select_related(*(f"endorser__{name}" for name in NAMED)).filter(id=id).first()
    return _row(found) if found else None


def _row(one: Endorsement) -> EndorsementRow:
    return EndorsementRow(one.id, issuer_row(one.endorser), one.comment, one.made_at, one.ended_at, one.document)
