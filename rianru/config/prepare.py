"""One process that makes a start ready: migrations, static files, the demo, its sign-ins. Django is loaded once.

Every step is skipped when it is done, and can be repeated after it was cut off. Run as
`python -m rianru.config.prepare [--demo] [--signins FILE] | --static`.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rianru.config import schema
from rianru.kernel.refusals import Refused

if TYPE_CHECKING:
    from django.db.migrations.executor import MigrationExecutor

LOCK = 0x7269616E7275  # "rianru": two nodes that start together migrate one after the other


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="rianru-prepare")
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--signins", type=Path)
    parser.add_argument("--static", action="store_true", help="gather the static files, nothing else")
    options = parser.parse_args(argv)
    try:
        if options.static:
            gather_static()
            return 0
        prepare(demo=options.demo)
        if options.signins:
            write_signins(options.signins)
    except Refused as refusal:
        print(refusal.text("th"), refusal.text("en"), sep="\n", file=sys.stderr)
        return 1
    return 0


def prepare(*, demo: bool) -> None:
    """Migrates, gathers static files and, for the demo, builds it where it is absent; then notes all that."""
    import django
    from django.core.management import call_command

    django.setup()
    with schema.connect() as connection:
        had_demo = bool(schema.note(connection).get("demo"))
        if not schema.is_current(connection):
            connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            if pending():
                call_command("migrate", interactive=False, verbosity=1)
        gather_static()
        if demo and not had_demo:
            call_command("build_demo")
        schema.remember(connection, demo=demo or had_demo)


def pending() -> list[str]:
    """Migrations that the database lacks, as "app.name", in their order. Needs Django set up."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor: MigrationExecutor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def gather_static() -> None:
    """`collectstatic` where a file changed; the note is written last, so a cut-off run is repeated."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    root = Path(settings.STATIC_ROOT)
    if schema.static_is_current(root.parent):
        return
    fingerprint = schema.static_fingerprint()
    call_command("collectstatic", interactive=False, verbosity=0, clear=root.is_dir())
    root.mkdir(parents=True, exist_ok=True)
    schema.static_note(root.parent).write_text(fingerprint)


def write_signins(path: Path) -> None:
    """What `demo_signins` says, for whoever started us to print; readable by the owner only."""
    from django.core.management import call_command

    said = io.StringIO()
    call_command("demo_signins", stdout=said)
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(said.getvalue())
    fresh.replace(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
