"""One question for every action: may this actor do this here and now?

Each app's `rules.py` registers predicates of `(Asking, Scope)` with the rules library under "app.verb".
"""

from dataclasses import dataclass
from datetime import datetime

import rules

from rianru.core.actors import NATIONAL, Actor, Role, Scope
from rianru.kernel.refusals import NotAllowed


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, and when: what a predicate is given."""

    actor: Actor
    at: datetime


def permitted(name: str, *, actor: Actor, at: datetime, scope: Scope = NATIONAL) -> bool:
    """Whether rule `name` allows `actor` within `scope` at `at`; an unknown rule is a KeyError, never a yes."""
    if not rules.rule_exists(name):
        raise KeyError(f"no rule {name}")
    return bool(rules.test_rule(name, Asking(actor, at), scope))


def require(name: str, *, actor: Actor, at: datetime, scope: Scope = NATIONAL) -> None:
    """Refuses with NotAllowed unless `permitted`."""
    if not permitted(name, actor=actor, at=at, scope=scope):
        raise NotAllowed()


def role(*roles: Role) -> rules.predicates.Predicate:
    """A predicate: the actor holds one of `roles` in the scope, with the second factor shown."""

    def holds_role(asking: Asking, scope: Scope) -> bool:
        return asking.actor.holds(*roles, scope=scope or NATIONAL, at=asking.at)

    return rules.predicates.Predicate(holds_role, name="role:" + "|".join(roles))


@rules.predicate
def is_system(asking: Asking, scope: Scope) -> bool:
    """The installation itself: a command run on the machine, a scheduled job."""
    return asking.actor.kind == "system"


@rules.predicate
def anyone(asking: Asking, scope: Scope) -> bool:
    """Everyone, signed in or not."""
    return True


@rules.predicate
def is_person(asking: Asking, scope: Scope) -> bool:
    """Anyone signed in."""
    return asking.actor.kind == "person"
