"""Objects for tests, made as everyone makes them: by calling actions. Every argument has a plain default."""

from tests.factories.actors import AT, HOUSE, grant, person, staff
from tests.factories.catalogue import imported, marc_file, source
from tests.factories.people import member
from tests.factories.places import areas, city, network, space

__all__ = [
    "AT", "HOUSE", "areas", "city", "grant", "imported", "marc_file", "member", "network", "person", "source", "space",
    "staff",
]
