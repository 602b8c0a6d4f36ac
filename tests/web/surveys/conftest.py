"""A space in which surveys are made, and somebody in charge of it, in the browser."""

import pytest

from rianru.core.actors import Role
from tests.people import making
from tests.web.catalogue.conftest import _own_folders, signed_in

__all__ = ["_own_folders", "signed_in"]


@pytest.fixture
def here():
    return making.space("here", within=making.network("north"))


@pytest.fixture
def maker(here, signed_in):
    return signed_in(Role.CARETAKER, "space", here.id)


@pytest.fixture
def code(here, maker):
    """The code of a new survey."""
    answer = maker.post("/surveys/new/", {"do": "make", "title_th": "อยากเรียนอะไร", "home": f"space:{here.id}"})
    return answer.url.split("/")[2]
