"""Who may do what with people and roles. Predicates read only the actor; `is_self` compares whose person it is."""

from datetime import datetime
from uuid import UUID

import rules

from rianru.core.actors import Actor, Role, Scope
from rianru.core.permissions import Asking, anyone, is_person, is_system, role

administers = role(Role.ADMINISTRATOR)

rules.add_rule("people.join", anyone)
rules.add_rule("people.keep_own", is_person | is_system)  # one's own name, language, consents: and is_self
rules.add_rule("people.see_roles", administers)
rules.add_rule("people.see_person", role(Role.ADMINISTRATOR, Role.LIBRARIAN))
rules.add_rule("people.grant_role", administers | is_system)
rules.add_rule("people.end_role", administers | is_system)
rules.add_rule("people.make_admin", is_system)
rules.add_rule("people.use_sign_in_link", anyone)
rules.add_rule("people.destroy_key", is_person | is_system)
rules.add_rule("people.clear_password", is_system)
rules.add_rule("people.keep_identities", is_person | is_system)  # one's own: linked and unlinked on the account's page
rules.add_rule("people.use_identity", anyone)  # whoever proved it to the provider
rules.add_rule("people.ask_recovery", is_system)  # for whoever showed the first step: the face knows
rules.add_rule("people.stop_recovery", anyone)  # whoever holds the letter
rules.add_rule("people.clear_second_factor", is_system)
rules.add_rule("people.keep_partner_keys", administers | is_system)  # made, listed and ended nationally
rules.add_rule("people.use_partner_key", anyone)
rules.add_rule("people.keep_searches", is_person)  # one's own: every action looks only among them
rules.add_rule("people.stop_search", anyone)  # who holds its signed link
rules.add_rule("people.tell_arrivals", is_system)
rules.add_rule("people.follow", is_person)  # one's own: every action looks only among them
rules.add_rule("people.stop_following", anyone)  # who holds its signed link
rules.add_rule("people.tell_followers", is_system)
rules.add_rule("people.tell_of_standing", is_system)
rules.add_rule("people.register_member", is_system | role(Role.ADMINISTRATOR, Role.LIBRARIAN, Role.CARETAKER))
rules.add_rule("people.become_member", is_person | is_system)
rules.add_rule("people.set_terms", is_system | role(Role.ADMINISTRATOR, Role.LIBRARIAN))  # of the network
rules.add_rule("people.move_by_age", is_system)
rules.add_rule("people.keep_household", is_person | is_system)  # one's own: every action asks whose it is
rules.add_rule("people.erase_member", is_system | role(Role.ADMINISTRATOR, Role.LIBRARIAN))


@rules.predicate
def administers_somewhere(asking: Asking, scope: Scope) -> bool:
    """An administrator of anything at all: may open the list of roles, which then shows only their own scope."""
    return bool(administered(asking.actor, asking.at))


rules.add_rule("people.open_roles", administers_somewhere)


def is_self(actor: Actor, key: UUID | None) -> bool:
    """Whether the actor is the person for whom `key` stands."""
    return actor.kind == "person" and actor.key is not None and actor.key == key


def held_by(actor: Actor, at: datetime, *roles: Role) -> frozenset[tuple[str, UUID | None]]:
    """The scopes in which the actor holds one of `roles` now; none without the second factor."""
    if not actor.secure:
        return frozenset()
    return frozenset(
        (grant.scope_kind, grant.scope_id)
        for grant in actor.grants
        if grant.role in roles and grant.since <= at and (grant.until is None or at < grant.until)
    )


def administered(actor: Actor, at: datetime) -> frozenset[tuple[str, UUID | None]]:
    """The scopes in which the actor is an administrator now; none without the second factor."""
    return held_by(actor, at, Role.ADMINISTRATOR)


def may_grant_until(actor: Actor, until: datetime | None, *, scope: Scope, at: datetime) -> bool:
    """Whether what the actor grants in `scope` ends no later than what the actor holds there. The system always may."""
    if actor.kind == "system":
        return True
    held = [g for g in actor.grants if g.role == Role.ADMINISTRATOR and g.holds(scope, at)]
    return any(g.until is None or (until is not None and until <= g.until) for g in held)


__all__ = ["administered", "administers_somewhere", "held_by", "is_self", "may_grant_until"]
