"""Status lists: places given at random, bits set, and the lists signed anew in the same transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

import orjson
from django.db.models import F

from rianru.credentials.actions.keys import Signer, signer
from rianru.credentials.actions.refusals import SigningKeyLost
from rianru.credentials.models import Credential, Endorsement, Issuer, StatusList
from rianru.credentials.models.issuers import PLACES
from rianru.credentials.queries.addresses import list_address
from rianru.kernel.formats import badges

FULL = PLACES // 2  # then another list begins: a place is found at random in two tries
_HOLDERS: dict[str, type[Credential] | type[Endorsement]] = {"credential": Credential, "endorsement": Endorsement}


def deal(issuer: Issuer, what: str, count: int, signing: Signer, at: datetime) -> list[tuple[StatusList, int]]:
    """So many places of an issuer that is locked, in as many lists as it takes."""
    dealt: list[tuple[StatusList, int]] = []
    while len(dealt) < count:
        current = _current(issuer, what, signing, at)
        wanted = min(count - len(dealt), FULL - current.taken)
        dealt += [(current, index) for index in _free(current, what, wanted)]
        StatusList.objects.filter(id=current.id).update(taken=F("taken") + wanted)
    return dealt


def _current(issuer: Issuer, what: str, signing: Signer, at: datetime) -> StatusList:
    last = StatusList.objects.filter(issuer=issuer, what=what).order_by("-number").first()
    if last is not None and last.taken < FULL:
        return last
    blank = bytes(PLACES // 8)
    made = StatusList(
        issuer=issuer, what=what, number=last.number + 1 if last else 1, revoked_bits=blank, suspended_bits=blank,
        changed_at=at,
    )
    _sign(made, signing, at)
    made.save(force_insert=True)
    return made


def _free(current: StatusList, what: str, count: int) -> list[int]:
    """Places that nobody has. Twice as many are drawn as are needed, since at most half of a list is taken."""
    free: list[int] = []
    while len(free) < count:
        drawn = badges.free_indexes(min(2 * (count - len(free)) + 8, PLACES), free)
        rows = _HOLDERS[what]._default_manager.filter(status_list=current.id, status_index__in=drawn)
        taken = set(rows.values_list("status_index", flat=True))
        free += [index for index in drawn if index not in taken][: count - len(free)]
    return free


def mark(list_id: UUID, *, at: datetime, revoked: Iterable[int] = (), suspended: Mapping[int, bool] | None = None,
         waits: bool = False) -> None:
    """Sets bits of a list and signs it. Where the key is away: SigningKeyLost, unless it `waits` for it to come back.

    The list is locked first, before whatever stands on it: the one order of this room.
    """
    found = StatusList.objects.select_for_update().select_related("issuer").get(id=list_id)
    bits = badges.StatusList("revocation", bytes(found.revoked_bits)).having(dict.fromkeys(revoked, True))
    found.revoked_bits = bits.bits
    paused = badges.StatusList("suspension", bytes(found.suspended_bits)).having(suspended or {})
    found.suspended_bits, found.changed_at = paused.bits, at
    try:
        _sign(found, signer(found.issuer, at), at)
    except SigningKeyLost:
        if not waits:
            raise
    found.save(update_fields=["revoked_bits", "suspended_bits", "changed_at", "revocation_document",
                              "suspension_document", "signed_at"])


def sign_anew(issuer: Issuer, signing: Signer, at: datetime) -> int:
    """Signs every list of an issuer; how many."""
    found = list(StatusList.objects.select_for_update().filter(issuer=issuer).order_by("id"))
    for one in found:
        _sign(one, signing, at)
        one.save(update_fields=["revocation_document", "suspension_document", "signed_at"])
    return len(found)


def _sign(one: StatusList, signing: Signer, at: datetime) -> None:
    one.revocation_document = _document(one, "revocation", bytes(one.revoked_bits), signing, at)
    one.suspension_document = _document(one, "suspension", bytes(one.suspended_bits), signing, at)
    one.signed_at = at


def _document(one: StatusList, purpose: badges.Purpose, bits: bytes, signing: Signer, at: datetime) -> str:
    said = badges.list_document(
        address=list_address(one.issuer.site, one.id, purpose), issuer=one.issuer.address,
        statuses=badges.StatusList(purpose, bits), at=at,
    )
    return orjson.dumps(badges.with_proof(said, signing.key, at)).decode()
