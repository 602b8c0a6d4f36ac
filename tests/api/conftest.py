from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from rianru.core.actors import system
from rianru.core.search import follow
from rianru.people import actions

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    settings.MEDIA_ROOT, settings.INDEX_DIR = tmp_path / "media", tmp_path / "index"
    cache.clear()
    yield
    cache.clear()
    translation.activate("th")


@pytest.fixture
def reindex():
    """Brings the index to what the test's own transaction holds."""
    return follow.rebuild


@pytest.fixture
def get() -> Callable[..., Any]:
    """Asks the API: `get("works", limit=2)`."""
    client = Client()

    def ask(path: str = "", *, method: str = "GET", accept: str = "", key: str = "", headers: Any = None, **given: Any):
        said = dict(headers or {})
        if accept:
            said["Accept-Language"] = accept
        if key:
            said["Authorization"] = f"Bearer {key}"
        address = path if path.startswith("/") else f"/api/v1/{path}"
        return getattr(client, method.lower())(address, given or None, headers=said)

    return ask


@pytest.fixture
def partner() -> Callable[..., Any]:
    """A key of a partner."""

    def make(name: str = "หอสมุดแห่งหนึ่ง", *, per_minute: int = 1_000, scopes: tuple[str, ...] = ("read",)):
        return actions.make_partner_key(
            actor=system("tests"), at=LONG_AGO, name=name, per_minute=per_minute, scopes=scopes
        )

    return make
