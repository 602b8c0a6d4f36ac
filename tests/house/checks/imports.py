"""What may not be imported, where a linter's list of names cannot say it."""

import sys
from pathlib import Path

from tests.house.checks.tree import called, imported, sources, under

CLOCKS = {
    "datetime.now", "datetime.datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.date.today",
    "timezone.now", "timezone.localtime", "timezone.localdate", "time.time", "time.time_ns",
}
TIMELESS = ("core", "places", "people", "catalogue")
FACES_IN_AN_APP = ("jobs", "management")  # what is started by a clock or by hand brings its own time


def find_signals(root: Path) -> list[str]:
    """Signals of Django or of any package: what happens after an action is written in the action."""
    return [
        f"{source.at(node)}: {name}" for source in sources(root, "rianru") for node, name in imported(source.code)
        if under(name, "django.dispatch", "blinker") or "signals" in name.split(".")
    ]


def find_clocks(root: Path, apps: tuple[str, ...] = TIMELESS) -> list[str]:
    """Clocks read below a face, where `at` is passed."""
    return [
        f"{source.at(node)}: {called(node)}()"
        for app in apps for source in sources(root, f"rianru/{app}") if not _is_face(source.module)
        for node in source.calls() if called(node) in CLOCKS
    ]


def _is_face(module: str) -> bool:
    return any(part in FACES_IN_AN_APP for part in module.split(".")[2:3])


def find_laden_migrations(root: Path) -> list[str]:
    """Migrations that import more than Django, the kernel and the standard library: app code moves on without them."""
    return [
        f"{source.at(node)}: {name}" for source in sources(root, "rianru") if "/migrations/0" in source.name
        for node, name in imported(source.code)
        if not under(name, "django", "rianru.kernel") and name.split(".")[0] not in sys.stdlib_module_names
    ]
