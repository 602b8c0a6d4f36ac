"""A desk of a network with its caretaker signed in, a librarian of the network, and members of it in the browser."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from rianru.core.actors import Role
from rianru.people import actions
from rianru.people.actions import Particulars
from tests.people import making
from tests.web.catalogue.conftest import _own_folders, signed_in

__all__ = ["_own_folders", "signed_in"]


@dataclass
class Net:
    """Spaces `here` and `there` of one network; `away` of another."""

    here: Any
    there: Any
    away: Any

    def register(self, given="คำแปง", family="ย้อมคราม", *, category="adult", birth_year=1990, **more):
        """At the desk of `here`, by the machine."""
        who = Particulars(given, family, birth_year=birth_year, **more)
        return actions.register_member(
            actor=making.MACHINE, at=timezone.now(), space_id=self.here.id, category=category, who=who)

    def member(self, name="มานี", birth_year=1990) -> tuple[Client, Any]:
        """Somebody with an account and a confirmed card, in their browser."""
        browser, joined = self.visitor(name)
        house = {"actor": making.MACHINE, "at": timezone.now(), "space_id": self.here.id}
        new = actions.become_member(**house, person_id=joined.person_id, birth_year=birth_year)
        return browser, new

    def visitor(self, name="มานี"):
        """Somebody with an account alone."""
        joined = making.person(timezone.now(), name)
        browser = Client()
        browser.force_login(
            get_user_model().objects.get(pk=joined.account_id), backend="allauth.account.auth_backends.AuthenticationBackend")
        return browser, joined


@pytest.fixture
def net(db) -> Net:
    north = making.network("north")
    return Net(making.space("here", within=north), making.space("there", within=north),
               making.space("away", within=making.network("south")))


@pytest.fixture
def desk(net, signed_in) -> Client:
    """The caretaker of `here`."""
    return signed_in(Role.CARETAKER, "space", net.here.id)


@pytest.fixture
def librarian(net, signed_in) -> Client:
    """Of the network, who sits at `there`."""
    browser = signed_in(Role.LIBRARIAN, "network", net.here.network_id)
    browser.post("/desk/where/", {"space": "there"})
    return browser
