"""Who may say what can be proven, issue it, take it back, and vouch for it."""

import rules

from rianru.core.actors import Role
from rianru.core.permissions import anyone, is_person, is_system, role

KEEPERS = is_system | role(Role.ADMINISTRATOR, Role.LIBRARIAN, Role.CARETAKER)
DECIDERS = is_system | role(Role.ADMINISTRATOR, Role.LIBRARIAN)

rules.add_rule("credentials.define", KEEPERS)  # in the scope of the issuer, as all that follow
rules.add_rule("credentials.issue", KEEPERS)
rules.add_rule("credentials.see_issued", KEEPERS | role(Role.OFFICER))
rules.add_rule("credentials.suspend", KEEPERS)
rules.add_rule("credentials.revoke", DECIDERS)
rules.add_rule("credentials.endorse", DECIDERS)
rules.add_rule("credentials.award", KEEPERS)  # where it was completed: what for was agreed when the rule was made
rules.add_rule("credentials.keep_keys", is_system | role(Role.ADMINISTRATOR))
rules.add_rule("credentials.keep_own", is_person)  # one's own: the action looks whose it is
rules.add_rule("credentials.forget", is_system)
rules.add_rule("credentials.see_public", anyone)
