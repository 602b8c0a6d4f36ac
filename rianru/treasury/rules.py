"""Who may move money, and who may see it."""

import rules

from rianru.core.actors import Role
from rianru.core.permissions import is_system, role

DESK = is_system | role(Role.ADMINISTRATOR, Role.LIBRARIAN, Role.CARETAKER)
LIBRARIANS = is_system | role(Role.ADMINISTRATOR, Role.LIBRARIAN)

rules.add_rule("treasury.take", DESK)  # deposits and payments, at the scope's space
rules.add_rule("treasury.refund", DESK)
rules.add_rule("treasury.charge", DESK)
rules.add_rule("treasury.waive", LIBRARIANS)
rules.add_rule("treasury.reverse", LIBRARIANS)
rules.add_rule("treasury.see", DESK | role(Role.OFFICER, Role.ANALYST))
