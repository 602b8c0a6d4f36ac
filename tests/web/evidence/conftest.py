"""The house of evidence, with its people in browsers."""

import pytest
from django.test import Client

from rianru.core.actors import Role
from tests.evidence import making as evidence
from tests.web.catalogue.conftest import _own_folders, signed_in

__all__ = ["_own_folders", "signed_in"]


@pytest.fixture
def house(db, tmp_path, settings) -> evidence.House:
    settings.KEYS_DIR = tmp_path / "keys"
    return evidence.build()


@pytest.fixture
def leader(house, signed_in) -> Client:
    """An officer of the network."""
    return signed_in(Role.OFFICER, "network", house.network)


@pytest.fixture
def keeper(house, signed_in) -> Client:
    """A caretaker of `here`."""
    return signed_in(Role.CARETAKER, "space", house.here)
