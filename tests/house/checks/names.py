"""Names say what a thing is for."""

import ast
from pathlib import Path

from tests.house.checks.tree import functions, sources

DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "stuff"}
MUTE = {"process", "handle", "manage", "run_all", "do_it"}


def find_junk_drawers(root: Path) -> list[str]:
    """Modules named for nothing."""
    return [f"{source.name}" for source in sources(root) if DRAWERS & set(source.module.split("."))]


def find_mute_names(root: Path) -> list[str]:
    """Functions called `process` or `handle` (Django names that of a command), classes called Manager or Helper."""
    found = []
    for source in sources(root, "rianru"):
        if "/management/commands/" not in source.name:
            found += [f"{source.at(one)}: {one.name}" for one in functions(source.code) if one.name in MUTE]
        found += [
            f"{source.at(one)}: {one.name}" for one in ast.walk(source.code)
            if isinstance(one, ast.ClassDef) and one.name.endswith(("Manager", "Helper", "Utils"))
        ]
    return found
