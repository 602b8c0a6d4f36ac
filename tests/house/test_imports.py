import pytest

from tests.house.checks import imports
from tests.house.checks.tree import HOUSE


def test_nothing_listens_to_signals():
    assert imports.find_signals(HOUSE) == []


@pytest.mark.parametrize("line", [
    "from django.db.models.signals import post_save",
    "from django.db.models import signals",
    "from django.dispatch import receiver",
    "import django.dispatch",
    "from allauth.account.signals import user_logged_in",
])
def test_a_signal_is_found_by_any_way_to_import_it(plant, line):
    root = plant({"rianru/people/apps.py": f"import signal\n{line}\n"})
    assert [found.partition(": ")[0] for found in imports.find_signals(root)] == ["rianru/people/apps.py:2"]


def test_nothing_below_a_face_reads_the_clock():
    assert imports.find_clocks(HOUSE) == []


@pytest.mark.parametrize("call", ["datetime.now(UTC)", "timezone.now()", "time.time()", "date.today()", "datetime.datetime.now()"])
def test_a_clock_is_found_in_an_action_and_not_in_a_job_or_command(plant, call):
    root = plant({f"rianru/places/{name}.py": f"at = {call}\n" for name in ("actions", "jobs", "management/commands/x")})
    assert imports.find_clocks(root) == [f"rianru/places/actions.py:1: {call.partition('(')[0]}()"]


def test_migrations_import_no_app_code():
    assert imports.find_laden_migrations(HOUSE) == []


def test_a_migration_that_imports_an_app_is_found(plant):
    root = plant({"rianru/places/migrations/0001_initial.py":
                  "import uuid\nfrom django.db import models\nimport rianru.kernel.ids\nfrom rianru.core.models import Fact\n"})
    assert imports.find_laden_migrations(root) == ["rianru/places/migrations/0001_initial.py:4: rianru.core.models.Fact"]
