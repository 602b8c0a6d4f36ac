"""Who may do what in the catalogue."""

import rules

from rianru.core.actors import Role
from rianru.core.permissions import anyone, is_person, is_system, role

ADMINISTRATORS = role(Role.ADMINISTRATOR)
LIBRARIANS = role(Role.ADMINISTRATOR, Role.LIBRARIAN)

rules.add_rule("catalogue.see_works", anyone)
rules.add_rule("catalogue.import_records", is_system | LIBRARIANS)
rules.add_rule("catalogue.see_imports", is_system | LIBRARIANS)
rules.add_rule("catalogue.add_source", is_system | LIBRARIANS)
rules.add_rule("catalogue.change_source", is_system | LIBRARIANS)
rules.add_rule("catalogue.undo_import", is_system | LIBRARIANS)
rules.add_rule("catalogue.decide", is_system | LIBRARIANS)
rules.add_rule("catalogue.rematch", is_system | ADMINISTRATORS)
rules.add_rule("catalogue.keep_items", is_system | LIBRARIANS)
rules.add_rule("catalogue.keep_covers", is_system | LIBRARIANS)
rules.add_rule("catalogue.fetch_covers", is_system)
rules.add_rule("catalogue.keep_lists", is_person)  # one's own: every action looks only among them
rules.add_rule("catalogue.forget_lists", is_system)
rules.add_rule("catalogue.count_loved", is_system)
rules.add_rule("catalogue.keep_shelves", is_system | LIBRARIANS)
