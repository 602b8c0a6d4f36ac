"""A credential of one person, as the values of Open Badges 3.0, about to be signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from rianru.credentials.models import Issuer, Level
from rianru.credentials.queries import addresses
from rianru.credentials.queries.composing import level_address, plain
from rianru.kernel.formats import badges


@dataclass(frozen=True, slots=True)
class Proof:
    """What showed it: something of the house by kind and id, with hours, or words. `told` names nobody."""

    kind: str = ""
    id: UUID | None = None
    hours: Decimal | None = None
    told: str = ""


@dataclass(frozen=True, slots=True)
class Award:
    """One credential about to be signed."""

    id: UUID
    number: str
    level: Level | None
    hours: Decimal | None
    issued_at: datetime
    valid_until: datetime | None
    list_id: UUID
    index: int
    proofs: Sequence[Proof] = ()


def document(award: Award, issuer: Issuer, by: badges.Profile, of: badges.Achievement) -> dict[str, object]:
    """A credential, to be signed. Its subject is an address that nobody else has: no name stands in it."""
    results = [badges.hours_result(of.address, plain(award.hours))] if award.hours and _measures_hours(of) else []
    if award.level is not None:
        results.append(badges.Result(measure=f"{of.address}#level", level=level_address(of.address, award.level)))
    subject = badges.Subject(
        address=uuid4().urn, achievement=of, results=tuple(results), licence_number=award.number,
        credits=of.credits, ended_on=None,
    )
    return badges.as_document(badges.Credential(
        address=addresses.credential_address(issuer.site, award.id), issuer=by, name=of.name,
        description=of.description, image=of.image, valid_from=award.issued_at, awarded_at=award.issued_at,
        valid_until=award.valid_until, subject=subject, statuses=_statuses(award, issuer),
        evidence=tuple(_evidence(one) for one in award.proofs),
    ))


def statuses(issuer: Issuer, list_id: UUID, index: int) -> tuple[badges.StatusEntry, ...]:
    """The same place in both lists."""
    return tuple(
        badges.StatusEntry(
            address=f"{addresses.list_address(issuer.site, list_id, purpose)}#{index}", purpose=purpose,
            index=str(index), list_address=addresses.list_address(issuer.site, list_id, purpose),
        )
        for purpose in badges.PURPOSES
    )


def _statuses(award: Award, issuer: Issuer) -> tuple[badges.StatusEntry, ...]:
    return statuses(issuer, award.list_id, award.index)


def _measures_hours(of: badges.Achievement) -> bool:
    return any(one.address.endswith("#hours") for one in of.measures)


def _evidence(proof: Proof) -> badges.Evidence:
    """By its id where it is something of the house: what it is called belongs to its page."""
    return badges.Evidence(
        address=proof.id.urn if proof.id else "", genre=proof.kind,
        narrative=proof.told or (f"{plain(proof.hours)} ชั่วโมง (hours)" if proof.hours else ""),
    )
