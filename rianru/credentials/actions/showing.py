"""The learner decides who sees a credential; a guardian decides for a child, and a child is never public."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from rianru.core import facts
from rianru.core.actors import ANONYMOUS, Actor
from rianru.core.permissions import require
from rianru.credentials import kinds
from rianru.credentials.actions.issuing import new_code
from rianru.credentials.actions.refusals import AgeUnknown, SightUnknown, TooYoungToShow
from rianru.credentials.models import Credential
from rianru.credentials.queries.seeing import GROWN_AT
from rianru.credentials.words import SIGHTS
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotFound
from rianru.people import queries as people


@transaction.atomic
def show_credential(
    *, actor: Actor, at: datetime, credential_id: UUID, sight: str, shows_name: bool, shows_evidence: bool,
) -> None:
    """Who sees it (`words.SIGHTS`), and whether with the name and with what showed it. Public always has the name.

    Refuses with NotFound (to anyone but the learner and who acts for them), SightUnknown, TooYoungToShow, AgeUnknown.
    """
    require("credentials.keep_own", actor=actor, at=at)
    if sight not in SIGHTS:
        raise SightUnknown()
    own = _own(actor, credential_id)
    named = sight != "private" and (shows_name or sight == "public")
    if named:
        _refuse_children(own, at)
    Credential.objects.filter(id=own.id).update(sight=sight, shows_name=named, shows_evidence=shows_evidence)
    facts.record(kinds.SHOWN, actor=ANONYMOUS, at=at, object_kind="achievement", object_id=own.definition_id,
                 changed=(sight,))


@transaction.atomic
def change_code(*, actor: Actor, at: datetime, credential_id: UUID) -> str:
    """A new code for the certificate's QR: papers printed before lead nowhere from now on. Refuses with NotFound."""
    require("credentials.keep_own", actor=actor, at=at)
    own, code = _own(actor, credential_id), new_code()
    Credential.objects.filter(id=own.id).update(code=code)
    facts.record(kinds.CODE_CHANGED, actor=ANONYMOUS, at=at, object_kind="achievement", object_id=own.definition_id)
    return code


def _own(actor: Actor, id: UUID) -> Credential:
    mine = people.behind(actor.key)
    persons = [mine, *people.acts_for(key=actor.key)] if mine and actor.key else []
    found = Credential.objects.select_for_update().defer("document", "token").filter(id=id, person__in=persons).first()
    if found is None:
        raise NotFound()
    return found


def _refuse_children(own: Credential, at: datetime) -> None:
    known = people.known([own.person_id] if own.person_id else [])
    born = next((one.birth_year for one in known.values()), None)
    if born is None:
        raise AgeUnknown()
    if day_of(at).year - born <= GROWN_AT:
        raise TooYoungToShow()
