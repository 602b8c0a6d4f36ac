"""Issuers and the keys that sign for them: a file each under `var/keys/credentials`, their public halves for ever."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from rianru.core.actors import Scope
from rianru.credentials import queries
from rianru.credentials.actions.refusals import SigningKeyLost
from rianru.credentials.models import Issuer, SigningKey
from rianru.credentials.queries.addresses import issuer_address
from rianru.credentials.queries.published import key_file
from rianru.kernel.formats import badges
from rianru.kernel.ids import new_id
from rianru.kernel.keyfiles import private_file
from rianru.kernel.refusals import NotFound
from rianru.places.models import Network, Organisation, Space

PLACES: dict[str, type[Network] | type[Organisation] | type[Space]] = {
    "network": Network, "organisation": Organisation, "space": Space,
}


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that signs now, and the row of its public half."""

    row: SigningKey
    key: badges.SigningKey


def scope_of(issuer: Issuer) -> Scope:
    """Where one must be trusted to act for an issuer."""
    return queries.scope_of_issuer(issuer)


def locked(issuer_id: UUID) -> Issuer:
    """The issuer until the transaction ends: numbers, places and keys are given by one at a time. NotFound."""
    found = Issuer.objects.select_for_update(no_key=True).filter(id=issuer_id).first()
    if found is None:
        raise NotFound()
    return found


def issuer_for(kind: str, id: UUID, at: datetime) -> Issuer:
    """The issuer that a network, an organisation or a space is; begun on first use. NotFound."""
    if kind not in PLACES or not PLACES[kind].objects.filter(id=id).exists():
        raise NotFound()
    found = Issuer.objects.filter(**{kind: id}).first()
    if found is not None:
        return found
    own, site = new_id(), settings.PUBLIC_URL
    made = Issuer(id=own, site=site, address=issuer_address(site, own), made_at=at, **{f"{kind}_id": id})
    Issuer.objects.bulk_create([made], ignore_conflicts=True)
    return Issuer.objects.get(**{kind: id})


def signer(issuer: Issuer, at: datetime) -> Signer:
    """The key that signs; the first is made for an issuer that never had one. SigningKeyLost where it is gone."""
    row = SigningKey.objects.filter(issuer=issuer, until_at=None).first()
    return begun(issuer, 1, at) if row is None else Signer(row, _opened(issuer, row))


def begun(issuer: Issuer, number: int, at: datetime) -> Signer:
    """A new key with this number; a file that is there already, of a transaction that was taken back, will do."""
    seed = private_file(key_file(issuer.id, number), lambda: Ed25519PrivateKey.generate().private_bytes_raw())
    key = badges.SigningKey.of(seed, issuer.address)
    row = SigningKey.objects.create(
        issuer=issuer, number=number, address=key.address, public=key.public.raw, since_at=at
    )
    return Signer(row, key)


def _opened(issuer: Issuer, row: SigningKey) -> badges.SigningKey:
    path = key_file(issuer.id, row.number)
    try:
        key = badges.SigningKey.of(path.read_bytes(), issuer.address)
    except (OSError, ValueError):
        raise SigningKeyLost(file=path.name) from None
    if key.address != row.address:
        raise SigningKeyLost(file=path.name)
    return key
