"""What time does to seats, looked at every minute; and the letters about them."""

from uuid import UUID

from django.conf import settings

from rianru.core.actors import system
from rianru.core.jobs import now, periodic, task
from rianru.learning import actions


@periodic(cron="* * * * *", periodic_id="tend_seats")
@task(name="learning.tend_seats", queueing_lock="learning.tend_seats", lock="learning.tend_seats")
def tend_seats(timestamp: int) -> None:
    """Offers that are over end, those in line get theirs, guests of long ago are forgotten."""
    actions.tend_seats(actor=system("learning.tend_seats"), at=now())


@task(name="learning.tell_party")
def tell_party(party_id: str, what: str) -> None:
    """Writes the letter about what became of a party."""
    actions.tell_party(
        actor=system("learning.tell_party"), at=now(), party_id=UUID(party_id), what=what, site=settings.PUBLIC_URL
    )
