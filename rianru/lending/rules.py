"""Who may lend, take back, hold, send, and say by which rules."""

import rules

from rianru.core.actors import Role
from rianru.core.permissions import anyone, is_person, is_system, role

DESK = is_system | role(Role.ADMINISTRATOR, Role.LIBRARIAN, Role.CARETAKER)
LIBRARIANS = is_system | role(Role.ADMINISTRATOR, Role.LIBRARIAN)

rules.add_rule("lending.circulate", DESK)  # at the scope's space
rules.add_rule("lending.see_desk", DESK)
rules.add_rule("lending.act_for_oneself", is_person)  # one's own loans and holds: the action looks whose they are
rules.add_rule("lending.set_rules", is_system | role(Role.ADMINISTRATOR, Role.LIBRARIAN))
rules.add_rule("lending.see_rules", DESK | role(Role.OFFICER, Role.ANALYST))
rules.add_rule("lending.keep_routes", LIBRARIANS)
rules.add_rule("lending.answer_holds", LIBRARIANS)  # of a network
rules.add_rule("lending.remind", is_system)
rules.add_rule("lending.forget_loans", is_system)
rules.add_rule("lending.tend_holds", is_system)  # jobs: what expired, what waits again
rules.add_rule("lending.tell_of_visits", is_system)  # of a van: late, moved, off
rules.add_rule("lending.take_stock", DESK)
rules.add_rule("lending.choose_stock", LIBRARIANS)  # weeding, balancing, what to buy
rules.add_rule("lending.suggest", anyone)
rules.add_rule("lending.count_visitors", DESK)
rules.add_rule("lending.see_numbers", DESK | role(Role.OFFICER, Role.ANALYST))  # whole
