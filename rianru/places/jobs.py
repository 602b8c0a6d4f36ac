"""Background work of places: files that nobody names, and addresses that nobody needs any more."""

from procrastinate import RetryStrategy

from rianru.core import jobs
from rianru.core.actors import system
from rianru.places import actions


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
