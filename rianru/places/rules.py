"""Who may do what with places."""

import rules

from rianru.core.actors import Role
from rianru.core.permissions import anyone, is_system, role

ADMINISTRATORS = is_system | role(Role.ADMINISTRATOR)
PLANNERS = is_system | role(Role.ADMINISTRATOR, Role.OFFICER)
KEEPERS = is_system | role(Role.ADMINISTRATOR, Role.LIBRARIAN, Role.CARETAKER)

LEADERS = is_system | role(Role.ADMINISTRATOR, Role.OFFICER)

rules.add_rule("places.see_spaces", anyone)
rules.add_rule("places.load_areas", is_system)
rules.add_rule("places.add_city", ADMINISTRATORS)
rules.add_rule("places.add_network", ADMINISTRATORS)
rules.add_rule("places.name_network", ADMINISTRATORS)
rules.add_rule("places.add_space", ADMINISTRATORS)
rules.add_rule("places.change_space", KEEPERS)
rules.add_rule("places.close_space", ADMINISTRATORS)
rules.add_rule("places.plan_vans", is_system | role(Role.ADMINISTRATOR, Role.OFFICER, Role.LIBRARIAN))
rules.add_rule("places.drive_van", KEEPERS)  # with the van as the space of the scope
rules.add_rule("places.join_network", ADMINISTRATORS)
rules.add_rule("places.ask_to_join", KEEPERS)  # for a space that one keeps
rules.add_rule("places.keep_members", LEADERS)  # of the network
rules.add_rule("places.correct", anyone)
rules.add_rule("places.tend", is_system)
rules.add_rule("places.measure", is_system)
rules.add_rule("places.plan_sites", PLANNERS)
