"""What every test may use: a database of the session's own, a browser, a fixed moment."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def embedded_server() -> Iterator[dict[str, str]]:
    """The embedded PostgreSQL in the session's var folder, started for the first test that needs a database."""
    from rianru.config.embedded import Embedded, connection_settings

    var = Path(os.environ["RIANRU_VAR"])
    server = Embedded(var)
    server.start()
    yield connection_settings(var)
    server.stop(hurry=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """DATABASE_URL where it is set, else the embedded server. Nothing waits for the disk; kills have their own."""
    from django.conf import settings

    entry = settings.DATABASES["default"]
    if not os.environ.get("DATABASE_URL"):
        entry.update(request.getfixturevalue("embedded_server"))
    given = entry.setdefault("OPTIONS", {})
    given["options"] = f"{given.get('options', '')} -c synchronous_commit=off".strip()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Facts lie in a table that Django does not manage; from here on a flush after a test empties it too.

    At the end, sessions that some thread of a test left open are closed, so that the database can go.
    """
    from django.db import connection

    from rianru.core.models import Fact

    Fact._meta.managed = True
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )


@pytest.fixture(scope="module")
def country(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The shipped tree of areas for every test of a module that only reads it: loaded once, taken back at the end."""
    from django.db import connection, transaction

    from tests.factories import areas

    with django_db_blocker.unblock(), transaction.atomic():
        areas()
        connection.check_constraints()  # now, or each test would ask again for every row
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, silent on the network; without one the test is skipped and says so."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("ไม่มี Chromium จึงข้ามการทดสอบด้วยเบราว์เซอร์ / no Chromium, so the browser tests are skipped")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps an event loop in this thread
    return browser_type_launch_args | {
        "executable_path": found,
        "args": ["--no-sandbox", "--disable-quic", "--disable-background-networking"],
    }


@pytest.fixture
def at() -> datetime:
    """A Saturday morning in Bangkok, in the fiscal year 2570."""
    return datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
