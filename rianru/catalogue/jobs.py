"""Background work of the catalogue."""

from uuid import UUID

from rianru.catalogue import actions
from rianru.core import jobs
from rianru.core.actors import system
from rianru.kernel.refusals import Refused


@jobs.task(name="catalogue.run_import")
def run_import(import_id: str) -> None:
    """Takes in a queued file, from where an earlier try stopped."""
    actor = system("import")
    try:
        actions.run_import(actor=actor, clock=jobs.now, import_id=UUID(import_id))
    except Refused as refusal:
        actions.refuse_import(actor=actor, at=jobs.now(), import_id=UUID(import_id), refusal=refusal)
