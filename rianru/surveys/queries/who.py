"""For whom someone may answer: themselves, and those whose guardian they are."""

from dataclasses import dataclass
from uuid import UUID

from rianru.core.actors import Actor
from rianru.people import queries as people


@dataclass(frozen=True, slots=True)
class Whose:
    """One for whom an answer may be given; `own`: the one who gives it."""

    person_id: UUID
    name: str
    own: bool


def whose(actor: Actor) -> list[Whose]:
    """Oneself first; nobody where nobody is signed in."""
    own = people.named(actor.key)
    if own is None or actor.key is None:
        return []
    wards = {one.person_id: one.name for one in people.memberships_of_persons(people.acts_for(key=actor.key))}
    return [
        Whose(own.person_id, people.person_name(own.person_id), True),
        *(Whose(id, name, False) for id, name in wards.items() if id != own.person_id),
    ]
