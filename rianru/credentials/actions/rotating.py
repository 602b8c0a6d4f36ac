"""Another key signs from now on; the old one stays published. One that was lost to somebody is withdrawn."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

import orjson
from django.db import transaction
from django.db.models import F

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.credentials import kinds
from rianru.credentials.actions.keys import Signer, begun, locked, scope_of, signer
from rianru.credentials.actions.lists import mark, sign_anew
from rianru.credentials.actions.refusals import SigningKeyLost
from rianru.credentials.models import Credential, Endorsement, Issuer, SigningKey, StatusList
from rianru.kernel.formats import badges

AT_ONCE = 1_000


@transaction.atomic
def rotate_key(*, actor: Actor, at: datetime, issuer_id: UUID, lost: bool = False) -> str:
    """Makes the next key of an issuer and signs its lists with it; the address of the new key.

    What the old key signed stays good, unless it was `lost` to somebody: then every key before this one that is not
    withdrawn yet and signed last is withdrawn, and `sign_again` gives its badges new signatures. Refuses with NotFound.
    """
    issuer = locked(issuer_id)
    require("credentials.keep_keys", actor=actor, at=at, scope=scope_of(issuer))
    last = SigningKey.objects.filter(issuer=issuer).order_by("-number").first()
    if last is not None:
        SigningKey.objects.filter(id=last.id).update(until_at=at, revoked_at=at if lost else None)
    signing = begun(issuer, last.number + 1 if last else 1, at)
    sign_anew(issuer, signing, at)
    facts.record(kinds.KEY_ROTATED, actor=actor, at=at, object_kind="issuer", object_id=issuer.id,
                 space_id=issuer.space_id, changed=("lost",) if lost else ())
    return signing.row.address


@transaction.atomic
def sign_again(*, actor: Actor, at: datetime, issuer_id: UUID, limit: int = AT_ONCE) -> int:
    """Signs anew, with the key of today, up to so many badges whose key was withdrawn; how many. Each says what it
    said, and stands where it stood in the lists. Ask until it answers nought. Refuses with NotFound, SigningKeyLost.
    """
    issuer = locked(issuer_id)
    require("credentials.keep_keys", actor=actor, at=at, scope=scope_of(issuer))
    signing, moment = signer(issuer, at), at.replace(microsecond=0)
    badges_ = _badges(issuer, signing, moment, limit)
    vouched = _endorsements(issuer, signing, moment, limit)
    if badges_ + vouched:
        facts.record(kinds.SIGNED_ANEW, actor=actor, at=at, object_kind="issuer", object_id=issuer.id,
                     space_id=issuer.space_id, count=badges_ + vouched)
    return badges_ + vouched


def _badges(issuer: Issuer, signing: Signer, moment: datetime, limit: int) -> int:
    waiting = Credential.objects.filter(issuer=issuer, key__revoked_at__isnull=False).exclude(document="")
    rows = list(waiting.select_for_update(of=("self",)).order_by("id")[:limit])
    for row in rows:
        bare = {name: value for name, value in orjson.loads(row.document).items() if name != "proof"}
        row.document = orjson.dumps(badges.with_proof(bare, signing.key, moment)).decode()
        row.token, row.key = badges.token(bare, signing.key), signing.row
    Credential.objects.bulk_update(rows, ["document", "token", "key"], batch_size=200)
    return len(rows)


def _endorsements(issuer: Issuer, signing: Signer, moment: datetime, limit: int) -> int:
    waiting = Endorsement.objects.filter(endorser=issuer, key__revoked_at__isnull=False)
    rows = list(waiting.select_for_update(of=("self",)).order_by("id")[:limit])
    for row in rows:
        row.document = orjson.dumps(badges.with_proof(orjson.loads(row.document), signing.key, moment)).decode()
        row.key = signing.row
    Endorsement.objects.bulk_update(rows, ["document", "key"], batch_size=200)
    return len(rows)


@transaction.atomic
def sign_waiting(*, actor: Actor, at: datetime) -> int:
    """Signs the lists in which a bit was set while the key was away and is back now; how many."""
    require("credentials.forget", actor=actor, at=at)
    waiting = StatusList.objects.filter(changed_at__gt=F("signed_at")).order_by("id")
    signed = 0
    for id in list(waiting.values_list("id", flat=True)):
        with suppress(SigningKeyLost):
            mark(id, at=at)
            signed += 1
    if signed:
        facts.record(kinds.SIGNED_ANEW, actor=actor, at=at, count=signed)
    return signed
