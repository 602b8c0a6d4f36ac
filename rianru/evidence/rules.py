"""Who assesses, visits, decides, and sets what is aimed at."""

import rules

from rianru.core.actors import Role, Scope
from rianru.core.permissions import anyone, is_system, role

KEEPERS = is_system | role(Role.ADMINISTRATOR, Role.LIBRARIAN, Role.CARETAKER)
LEADERS = is_system | role(Role.ADMINISTRATOR, Role.OFFICER)

rules.add_rule("evidence.see", anyone)  # standards, what is met, phases that are published
rules.add_rule("evidence.assess", KEEPERS)  # one's own place; targets of its own and what is done for them
rules.add_rule("evidence.see_assessments", KEEPERS | role(Role.OFFICER, Role.ANALYST))
rules.add_rule("evidence.visit", LEADERS | role(Role.LIBRARIAN))  # in `beyond` the place
rules.add_rule("evidence.decide", LEADERS)  # in `beyond` the place
rules.add_rule("evidence.keep_phases", LEADERS)  # of a network, or of the country
rules.add_rule("evidence.aim", KEEPERS | LEADERS)  # what a space aims at in a year
rules.add_rule("evidence.keep_standards", is_system | role(Role.ADMINISTRATOR))  # of the country


def beyond(scope: Scope) -> Scope:
    """The scopes of a place without itself: whoever looks at it from outside has a role over more than it."""
    return frozenset(pair for pair in scope if pair[0] != "space")
