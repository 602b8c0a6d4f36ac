"""Background work of places: lists read in, files that nobody names, addresses nobody needs, distances."""

from uuid import UUID

from procrastinate import RetryStrategy

from rianru.core import jobs
from rianru.core.actors import system
from rianru.kernel.refusals import Refused
from rianru.places import actions
from rianru.places.actions import importing


@jobs.task(name="places.drop_photo_files", retry=RetryStrategy(max_attempts=5, exponential_wait=3))
def drop_photo_files(digest: str) -> None:
    """Removes the files of a photo that no space names any more."""
    actions.drop_photo_files(actor=system("photos"), at=jobs.now(), digest=digest)


@jobs.periodic(cron="47 3 * * *", periodic_id="tend_places")
@jobs.task(name="places.tend", queueing_lock="places.tend")
def tend(timestamp: int) -> None:
    """Removes files that an act cut off left behind, and addresses of those whom nobody answered for long."""
    actions.sweep_photos(actor=system("photos"), at=jobs.now())
    actions.forget_answers(actor=system("corrections"), at=jobs.now())


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


@jobs.periodic(cron="*/5 * * * *", periodic_id="measure_distances")
@jobs.task(name="places.measure_distances", queueing_lock="places.measure_distances", lock="places.measure_distances")
def measure_distances(timestamp: int) -> None:
    """Every five minutes: looks whether a space came, moved, closed or changed its hours, and measures again if so."""
    actions.measure_distances(actor=system("places.measure_distances"), at=jobs.now())
