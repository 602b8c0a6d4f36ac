"""Who may build, enter, weigh and read what was asked, over the scope of a survey's home."""

import rules

from rianru.core.actors import Role
from rianru.core.permissions import anyone, is_system, role

BUILDERS = is_system | role(Role.ADMINISTRATOR, Role.LIBRARIAN, Role.CARETAKER, Role.OFFICER)

rules.add_rule("surveys.build", BUILDERS)  # make, change, publish, open, close, print
rules.add_rule("surveys.keep_bank", BUILDERS)
rules.add_rule("surveys.see", BUILDERS | role(Role.ANALYST))  # the list, the questionnaire, its versions
rules.add_rule("surveys.see_results", BUILDERS | role(Role.ANALYST))  # whole, and single answers
rules.add_rule("surveys.weigh", is_system | role(Role.ADMINISTRATOR, Role.LIBRARIAN, Role.OFFICER, Role.ANALYST))
rules.add_rule("surveys.enter", BUILDERS)  # answers of somebody else, and from paper
rules.add_rule("surveys.answer", anyone)  # an open one: the action looks whether it is, and for whom
rules.add_rule("surveys.tend", is_system)  # drafts that have grown old
rules.add_rule("surveys.forget", is_system)  # a person who is being erased: people asked who may
