"""Who sees what of a credential: the learner and who acts for them, staff of its issuer, whoever holds the paper, and
those whom the learner let.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rianru.core.actors import Actor
from rianru.credentials.models import Credential
from rianru.credentials.queries.issued import GROWN_AT, IssuedRow, credential
from rianru.credentials.queries.issuers import may
from rianru.people import queries as people

__all__ = ["GROWN_AT", "Exported", "Sight", "exported", "seen_by"]


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see: `own` the learner's side of it, `staff` the issuer's; `name` and `evidence` as shown."""

    row: IssuedRow
    own: bool
    staff: bool
    by_paper: bool
    name: str
    evidence: bool


@dataclass(frozen=True, slots=True)
class Exported:
    """What was signed: JSON, and the same as a token. Blank where the person behind it was erased."""

    document: str
    token: str


def seen_by(*, actor: Actor, at: datetime, id: UUID, code: str = "") -> Sight | None:
    """One credential as an actor sees it, with the code of its paper where they hold it; None: to them there is none.

    A child's name is shown to nobody but the child, who acts for them, and staff; what an age is unknown of counts as.
    """
    row = credential(id)
    if row is None:
        return None
    own, staff = _own(actor, row), may("credentials.see_issued", actor=actor, at=at, issuer=row.issuer)
    paper = bool(code) and secrets.compare_digest(code.lower().encode(), row.code.encode())
    if not (own or staff or paper or row.sight != "private"):
        return None
    named = own or staff or (row.grown(at) and (paper or row.shows_name))
    return Sight(row, own, staff, paper, row.name if named else "", own or staff or row.shows_evidence)


def exported(id: UUID) -> Exported | None:
    """What was signed, for whom `seen_by` shows the credential."""
    found = Credential.objects.filter(id=id).values_list("document", "token").first()
    return Exported(*found) if found and found[0] else None


def _own(actor: Actor, row: IssuedRow) -> bool:
    if actor.key is None or row.person_id is None:
        return False
    mine = people.behind(actor.key)
    return mine is not None and (row.person_id == mine or row.person_id in people.acts_for(key=actor.key))
