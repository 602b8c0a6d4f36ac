"""Background work of the catalogue."""

from uuid import UUID

from procrastinate import RetryStrategy

from rianru.catalogue import actions
from rianru.core import jobs
from rianru.core.actors import system
from rianru.kernel.refusals import Refused


@jobs.task(name="catalogue.run_import", retry=RetryStrategy(max_attempts=12, exponential_wait=3))
def run_import(import_id: str) -> None:
    """Takes in a queued file from where an earlier try stopped; a database or disk that fails is waited for."""
    actor = system("import")
    try:
        actions.run_import(actor=actor, clock=jobs.now, import_id=UUID(import_id))
    except Refused as refusal:
        actions.refuse_import(actor=actor, at=jobs.now(), import_id=UUID(import_id), refusal=refusal)
