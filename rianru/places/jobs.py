"""Background work of places."""

from uuid import UUID

from procrastinate import RetryStrategy

from rianru.core import jobs
from rianru.core.actors import system
from rianru.kernel.refusals import Refused
from rianru.places.actions import importing


@jobs.task(name="places.check_spaces", retry=RetryStrategy(max_attempts=6, exponential_wait=3))
def check_spaces(import_id: str) -> None:
    """Looks at every row of a file of spaces; what it finds is the preview."""
    actor = system("space-import")
    try:
        importing.check_import(actor=actor, clock=jobs.now, import_id=UUID(import_id))
    except Refused as refusal:
        importing.refuse_space_import(actor=actor, at=jobs.now(), import_id=UUID(import_id), refusal=refusal)


@jobs.task(name="places.write_spaces", retry=RetryStrategy(max_attempts=12, exponential_wait=3))
def write_spaces(import_id: str) -> None:
    """Writes a file of spaces from where an earlier try stopped."""
    importing.run_write(actor=system("space-import"), clock=jobs.now, import_id=UUID(import_id))
