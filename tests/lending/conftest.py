"""A desk to lend at."""

import pytest

from tests.lending import making


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def desk(db) -> making.Desk:
    return making.build()


@pytest.fixture
def one(desk) -> str:
    """The barcode of one copy, at a."""
    return making.copies(making.work(), desk.a)[0]
