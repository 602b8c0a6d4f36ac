"""A network with two spaces and those who build there; surveys made by calling actions."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rianru.core.actors import Actor, Role
from rianru.kernel.questions import Questionnaire
from rianru.places.models import Space
from rianru.surveys import actions
from rianru.surveys.actions import Made
from rianru.surveys.models import Survey
from tests.factories import AT
from tests.kernel.questions.pieces import EVERYTHING
from tests.people import making as people


@dataclass
class House:
    """A network's librarian, a caretaker of one of its spaces and of another network's, and an analyst."""

    network: UUID
    here: Space
    librarian: Actor
    caretaker: Actor
    stranger: Actor
    analyst: Actor


def build() -> House:
    network, elsewhere = people.network("north"), people.network("south")
    here, there = people.space("here", within=network), people.space("there", within=elsewhere)
    return House(
        network.id, here,
        people.acting(people.staff(AT, Role.LIBRARIAN, "network", network.id), AT),
        people.acting(people.staff(AT, Role.CARETAKER, "space", here.id), AT),
        people.acting(people.staff(AT, Role.CARETAKER, "space", there.id), AT),
        people.acting(people.staff(AT, Role.ANALYST, "network", network.id), AT),
    )


def survey(house: House, form: Questionnaire | None = EVERYTHING, *, title: str = "อยากเรียนอะไร", **more: Any) -> Made:
    return actions.make_survey(
        actor=house.caretaker, at=AT, home_kind="space", home_id=house.here.id, title_th=title, questionnaire=form,
        **more,
    )


def published(house: House, form: Questionnaire | None = EVERYTHING, *, opened: bool = True, **more: Any) -> Made:
    made = survey(house, form, **more)
    actions.publish_version(
        actor=house.caretaker, at=AT, survey_id=made.id, revision=Survey.objects.get(id=made.id).revision
    )
    if opened:
        actions.open_survey(actor=house.caretaker, at=AT, survey_id=made.id)
    return made
