import shutil

import pytest

from tests.config.conftest import short_folder


@pytest.fixture(scope="module")
def folder():
    """For an installation of its own, with a path short enough for a socket."""
    made = short_folder()
    yield made
    shutil.rmtree(made, ignore_errors=True)
