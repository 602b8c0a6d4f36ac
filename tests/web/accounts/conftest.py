"""The limits of one test are not those of the next."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def fresh_cache() -> Iterator[None]:
    """allauth counts in the cache how often its pages are used."""
    cache.clear()
    yield
    cache.clear()
