"""Who may do what with places."""

import rules

from rianru.core.actors import Role
from rianru.core.permissions import anyone, is_system, role

ADMINISTRATORS = is_system | role(Role.ADMINISTRATOR)
KEEPERS = is_system | role(Role.ADMINISTRATOR, Role.LIBRARIAN, Role.CARETAKER)

rules.add_rule("places.see_spaces", anyone)
rules.add_rule("places.load_areas", is_system)
rules.add_rule("places.add_city", ADMINISTRATORS)
rules.add_rule("places.add_network", ADMINISTRATORS)
rules.add_rule("places.add_space", ADMINISTRATORS)
rules.add_rule("places.change_space", KEEPERS)
rules.add_rule("places.close_space", ADMINISTRATORS)
rules.add_rule("places.plan_vans", is_system | role(Role.ADMINISTRATOR, Role.OFFICER, Role.LIBRARIAN))
rules.add_rule("places.drive_van", KEEPERS)  # with the van as the space of the scope
rules.add_rule("places.join_network", ADMINISTRATORS)
rules.add_rule("places.correct", anyone)
rules.add_rule("places.tend", is_system)
