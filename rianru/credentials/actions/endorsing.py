"""An issuer vouches for an achievement or for another issuer, signed like a badge; and takes it back."""

from datetime import datetime
from uuid import UUID

import orjson
from django.db import IntegrityError, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.credentials import kinds
from rianru.credentials.actions import composing
from rianru.credentials.actions.keys import issuer_for, locked, scope_of, signer
from rianru.credentials.actions.lists import deal, mark
from rianru.credentials.actions.refusals import EndorsedAlready, OwnEndorsement, ReasonNeeded
from rianru.credentials.models import Definition, Endorsement, Issuer
from rianru.credentials.queries import composing as saying
from rianru.credentials.queries.addresses import achievement_address, endorsement_address
from rianru.kernel.formats import badges
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound

LONGEST = 1_000
NAME = "การรับรองร่วม (Endorsement)"


@transaction.atomic
def endorse(
    *, actor: Actor, at: datetime, endorser_kind: str, endorser_id: UUID, comment: str,
    definition_id: UUID | None = None, issuer_id: UUID | None = None,
) -> UUID:
    """A network, an organisation or a space vouches for one achievement or one issuer, in words; its id.

    Refuses with NotFound, ReasonNeeded (no words), OwnEndorsement, EndorsedAlready and SigningKeyLost.
    """
    endorser = issuer_for(endorser_kind, endorser_id, at)
    require("credentials.endorse", actor=actor, at=at, scope=scope_of(endorser))
    words = comment.strip()[:LONGEST]
    if not words:
        raise ReasonNeeded()
    definition, issuer = _what(definition_id, issuer_id)
    if endorser.id in (issuer.id if issuer else None, definition.issuer_id if definition else None):
        raise OwnEndorsement()
    endorser = locked(endorser.id)
    signing = signer(endorser, at)
    ((where, index),) = deal(endorser, "endorsement", 1, signing, at)
    id, moment = new_id(), at.replace(microsecond=0)
    about = achievement_address(definition.issuer.site, definition.id) if definition else (issuer or endorser).address
    said = badges.Endorsement(
        address=endorsement_address(endorser.site, id), issuer=saying.profile(endorser), name=NAME,
        valid_from=moment, awarded_at=moment, subject=badges.Endorsed(address=about, comment=words),
        statuses=composing.statuses(endorser, where.id, index),
    )
    signed = badges.with_proof(badges.as_document(said), signing.key, moment)
    try:
        with transaction.atomic():
            Endorsement.objects.create(
                id=id, endorser=endorser, definition=definition, issuer=issuer, comment=words, made_at=moment,
                made_by=actor.key, key=signing.row, status_list=where, status_index=index,
                document=orjson.dumps(signed).decode(),
            )
    except IntegrityError as error:
        if "credentials_endorsement_once" in str(error):
            raise EndorsedAlready() from error
        raise
    facts.record(kinds.ENDORSED, actor=actor, at=at, object_kind="achievement" if definition else "issuer",
                 object_id=definition_id or issuer_id, space_id=endorser.space_id)
    return id


@transaction.atomic
def end_endorsement(*, actor: Actor, at: datetime, endorsement_id: UUID) -> None:
    """Takes it back, for good. Refuses with NotFound and SigningKeyLost."""
    found = Endorsement.objects.select_related("endorser").filter(id=endorsement_id, ended_at=None).first()
    if found is None:
        raise NotFound()
    require("credentials.endorse", actor=actor, at=at, scope=scope_of(found.endorser))
    mark(found.status_list_id, at=at, revoked=[found.status_index])
    if not Endorsement.objects.filter(id=found.id, ended_at=None).update(ended_at=at):
        raise NotFound()
    facts.record(kinds.ENDORSEMENT_ENDED, actor=actor, at=at, object_kind="achievement" if found.definition_id
                 else "issuer", object_id=found.definition_id or found.issuer_id, space_id=found.endorser.space_id)


def _what(definition_id: UUID | None, issuer_id: UUID | None) -> tuple[Definition | None, Issuer | None]:
    definition = Definition.objects.select_related("issuer").filter(id=definition_id).first() if definition_id else None
    issuer = Issuer.objects.filter(id=issuer_id).first() if issuer_id else None
    if (definition is None) == (issuer is None):
        raise NotFound()
    return definition, issuer
