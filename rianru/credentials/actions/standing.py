"""Setting aside, and taking back for good: on the page and in the signed list at the same moment."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.credentials import kinds
from rianru.credentials.actions.keys import scope_of
from rianru.credentials.actions.lists import mark
from rianru.credentials.actions.refusals import AlreadyRevoked, AlreadySuspended, NotSuspended, ReasonNeeded
from rianru.credentials.models import Credential
from rianru.kernel.refusals import NotFound
from rianru.people import queries as people

LONGEST_REASON = 300


def suspend_credential(*, actor: Actor, at: datetime, credential_id: UUID, reason: str) -> None:
    """Sets one aside for now. Refuses with NotFound, ReasonNeeded, AlreadySuspended, AlreadyRevoked, SigningKeyLost."""
    found, why = _asked("credentials.suspend", actor, at, credential_id), _reason(reason)
    with transaction.atomic():
        mark(found.status_list_id, at=at, suspended={found.status_index: True})
        standing = Credential.objects.filter(id=found.id, revoked_at=None)
        if not standing.filter(suspended_at=None).update(suspended_at=at, suspended_for=why):
            raise AlreadySuspended() if standing.exists() else AlreadyRevoked()
        _record(kinds.SUSPENDED, found, actor, at)


def resume_credential(*, actor: Actor, at: datetime, credential_id: UUID) -> None:
    """Ends a suspension. Refuses with NotFound, NotSuspended, AlreadyRevoked and SigningKeyLost."""
    found = _asked("credentials.suspend", actor, at, credential_id)
    with transaction.atomic():
        mark(found.status_list_id, at=at, suspended={found.status_index: False})
        standing = Credential.objects.filter(id=found.id, revoked_at=None)
        if not standing.exclude(suspended_at=None).update(suspended_at=None, suspended_for=""):
            raise NotSuspended() if standing.exists() else AlreadyRevoked()
        _record(kinds.RESUMED, found, actor, at)


def revoke_credential(*, actor: Actor, at: datetime, credential_id: UUID, reason: str) -> None:
    """Takes one back, for good. Refuses with NotFound, ReasonNeeded, AlreadyRevoked and SigningKeyLost."""
    found, why = _asked("credentials.revoke", actor, at, credential_id), _reason(reason)
    with transaction.atomic():
        mark(found.status_list_id, at=at, revoked=[found.status_index])
        if not Credential.objects.filter(id=found.id, revoked_at=None).update(revoked_at=at, revoked_for=why):
            raise AlreadyRevoked()
        _record(kinds.REVOKED, found, actor, at)


def _asked(rule: str, actor: Actor, at: datetime, id: UUID) -> Credential:
    found = Credential.objects.select_related("issuer").defer("document", "token").filter(id=id).first()
    if found is None:
        raise NotFound()
    require(rule, actor=actor, at=at, scope=scope_of(found.issuer))
    return found


def _reason(typed: str) -> str:
    said = " ".join(typed.split())[:LONGEST_REASON]
    if not said:
        raise ReasonNeeded()
    return said


def _record(verb: str, found: Credential, actor: Actor, at: datetime) -> None:
    whose = people.known([found.person_id]) if found.person_id else {}
    subject = next((one.key for one in whose.values()), None)
    facts.record(verb, actor=actor, at=at, subject=subject, object_kind="achievement", object_id=found.definition_id,
                 space_id=found.issuer.space_id)
