"""A desk and its librarian in the browser; a learner with an account who was given something."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from rianru.core.actors import Role
from rianru.credentials import actions
from rianru.kernel.dates import to_be
from rianru.kernel.ids import short
from rianru.people import actions as people
from rianru.people.actions import Particulars
from tests.credentials.making import LEVELS, STORY, UNITS
from tests.people import making
from tests.web.catalogue.conftest import _own_folders, signed_in

__all__ = ["_own_folders", "signed_in"]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Given:
    """A space `here` of a network; a definition of the network; what สมศรี, in `browser`, was given of it."""

    here: Any
    network: Any
    definition: UUID
    person: UUID
    id: UUID
    browser: Client

    @property
    def short(self) -> str:
        return short(self.id)

    def numbered(self, number: int) -> str:
        """As papers of this year are numbered."""
        return f"{to_be(timezone.localdate().year)}/{number:06}"

    def register(self, given: str, family: str = "ทดสอบ", born: int = 1990) -> Any:
        return people.register_member(actor=making.MACHINE, at=timezone.now(), space_id=self.here.id, category="adult",
                                      who=Particulars(given, family, birth_year=born))


@pytest.fixture
def given(db, tmp_path, settings) -> Given:
    settings.KEYS_DIR = tmp_path / "keys"
    network = making.network("north")
    here = making.space("here", within=network)
    at = timezone.now()
    joined = making.person(at, "สมศรี", email="somsri@example.org")
    house: dict[str, Any] = {"actor": making.MACHINE, "at": at}
    people.become_member(**house, space_id=here.id, person_id=joined.person_id, birth_year=1980)
    definition = actions.define(**house, issuer_kind="network", issuer_id=network.id, said=STORY, levels=LEVELS,
                                units=UNITS)
    id = actions.issue_credential(**house, definition_id=definition, person_id=joined.person_id, level=2)
    browser = Client()
    browser.force_login(get_user_model().objects.get(pk=joined.account_id), backend=BACKEND)
    return Given(here, network, definition, joined.person_id, id, browser)


@pytest.fixture
def desk(given, signed_in) -> Client:
    """A librarian of the network, who sits at its only space."""
    return signed_in(Role.LIBRARIAN, "network", given.network.id)
