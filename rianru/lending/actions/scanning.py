"""What was scanned: the one copy that carries a barcode here, whether its network is this one, and what the rules say.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from rianru.core.actors import Actor, Scope
from rianru.core.permissions import require
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.lending.actions.refusals import (
    BarcodeTwice,
    BarcodeUnknown,
    ClockWrong,
    CopyOfAnotherNetwork,
    CopyWithdrawn,
    NoRule,
)
from rianru.lending.queries.rules import Answer, Case, decided
from rianru.lending.queries.scene import Copy, copies_scanned
from rianru.lending.words import VALUES
from rianru.places import queries as places

DRIFT = timedelta(hours=12)  # a clock that is wrong by more would make days wrong


def at_desk(actor: Actor, at: datetime, space_id: UUID) -> UUID:
    """The network of a space at which this actor may lend and take back; NotAllowed, NotFound."""
    scope = places.scope_of_space(space_id)
    require("lending.circulate", actor=actor, at=at, scope=scope)
    return network_in(scope)


def network_in(scope: Scope) -> UUID:
    """The network that a space's scope names; NotFound where there is no such space."""
    found = next((id for kind, id in scope if kind == "network"), None)
    if found is None:
        raise NotFound()
    return found


def copy_scanned(barcode: str, *, space_id: UUID, network_id: UUID, at: datetime, day: date) -> Copy:
    """The copy with a barcode, of this network; of several the one whose home is here.

    Refuses with BarcodeUnknown, BarcodeTwice, CopyOfAnotherNetwork, CopyWithdrawn and ClockWrong.
    """
    found = copies_scanned(barcode, day=day)
    if not found:
        raise BarcodeUnknown(barcode=barcode.strip()[:40])
    ours = [copy for copy in found if copy.network == network_id]
    if not ours:
        raise CopyOfAnotherNetwork(title=found[0].title, home=found[0].home)
    live = [copy for copy in ours if copy.state != "withdrawn"]
    if not live:
        raise CopyWithdrawn(title=ours[0].title)
    here = [copy for copy in live if copy.space == space_id]
    chosen = here if here else [copy for copy in live if copy.loan] if len(live) > 1 else live
    if len(chosen) != 1:
        raise BarcodeTwice(barcode=barcode.strip()[:40])
    timely(chosen[0], at)
    return chosen[0]


def timely(copy: Copy, at: datetime) -> None:
    """Refuses with ClockWrong where the moment lies long before what happened to the copy last."""
    last = max(filter(None, (copy.changed_at, copy.lent_at)), default=None)
    if last is not None and at < last - DRIFT:
        raise ClockWrong()


def rules_for(copy: Copy, *, space_id: UUID, category: str, stamp: UUID | None) -> dict[str, Answer]:
    """What the rules say of lending this copy at a space to a kind of member."""
    case = Case(copy.network, space_id, copy.type, category, copy.language)
    return decided(case, known_stamp=stamp)


def value(answers: Mapping[str, Answer], name: str) -> Any:
    """What was decided; NoRule where nothing is said of a value that must be said."""
    if name in answers:
        return answers[name].value
    if VALUES[name].needed:
        raise NoRule(label=VALUES[name].label)
    return None


def kept(answers: Mapping[str, Answer]) -> dict[str, list[Any]]:
    """What a loan keeps of the rules: name → [value, id of the row that said so]."""
    return {name: [answers[name].value, str(answers[name].row)] for name in KEPT if name in answers}


def was_decided(copy: Copy, name: str) -> Any:
    """A value as it was decided when the copy was lent; none where nothing was said."""
    said = (copy.decided or {}).get(name)
    return said[0] if said else None


KEPT = ("period_days", "renewals", "renewal_days", "fine_a_day", "fine_cap", "grace_days", "handling", "fixed_due_on")


def title_of(copy: Copy) -> T:
    """The title as a value for another text."""
    return T.verbatim(copy.title, copy.title)
