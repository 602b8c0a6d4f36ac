"""A process that does the work of a job and is killed while it does: `python -m tests.catalogue.killed WHAT ID [loose]`.

WHAT is run_import or run_undo. It prints `ready` when the work begins. Batches are small, so that there are many moments
to die in. `loose` plants a fault: how far the file has been read is committed before what was read is stored.
"""

import os
import sys
import time

BATCH = 40
NAP = 0.05  # seconds between the two commits of the planted fault


def _loose() -> None:
    from django.db import transaction

    from rianru.catalogue.actions import importing

    honest = importing._advance

    def advance(*, actor, at, run, batch, reader):
        was = run.offset, run.number
        with transaction.atomic():
            counted = {"accepted": run.accepted + batch.number - run.number, "offset": batch.offset, "number": batch.number}
            type(run).objects.filter(id=run.id).update(state="running", **counted)
        time.sleep(NAP)
        run.offset, run.number = was
        honest(actor=actor, at=at, run=run, batch=batch, reader=reader)

    importing._advance = advance


def main(what: str, id: str, *how: str) -> None:
    """Does the job from where an earlier try stopped."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rianru.config.settings")
    import django

    django.setup()
    from rianru.catalogue.actions import importing, undoing
    from rianru.core import jobs

    importing.BATCH_RECORDS = undoing.BATCH = BATCH
    if "loose" in how:
        _loose()
    print("ready", flush=True)
    jobs.app.tasks[f"catalogue.{what}"].func(import_id=id)


if __name__ == "__main__":
    main(*sys.argv[1:])
