"""A space whose branch is looked after in the browser."""

import pytest

from tests.people import making
from tests.web.catalogue.conftest import _own_folders, signed_in

__all__ = ["_own_folders", "signed_in"]


@pytest.fixture
def here():
    return making.space("here", within=making.network("north"))
