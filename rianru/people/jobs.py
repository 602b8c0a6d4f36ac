"""What is forgotten by itself (failed sign-ins, sessions that ran out, spent links), news of saved searches
and of what people follow, letters of who joins a network."""

from datetime import timedelta
from uuid import UUID

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q
from procrastinate import RetryStrategy

from rianru.core.actors import system
from rianru.core.jobs import now, periodic, task
from rianru.core.search.ask import IndexNotReady
from rianru.kernel.dates import in_bangkok
from rianru.people import actions
from rianru.people.models import SignInLink

EARLIEST = 6  # o'clock in Bangkok: nobody is woken
KEPT = timedelta(days=1)  # the limits look back fifteen minutes


@periodic(cron="29 * * * *", periodic_id="forget_sign_ins")
@task(name="people.forget_sign_ins", queueing_lock="people.forget_sign_ins")
def forget_sign_ins(timestamp: int) -> None:
    """Removes failed sign-ins over a day old (they hold addresses), ended sessions with
    the addresses that they came from, and links that no longer work."""
    at = now()
    AccessAttempt.objects.filter(attempt_time__lt=at - KEPT).delete()
    Session.objects.filter(expire_date__lt=at).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    SignInLink.objects.filter(Q(used_at__isnull=False) | Q(expires_at__lt=at), made_at__lt=at - KEPT).delete()


@periodic(cron="13 * * * *", periodic_id="tell_arrivals")
@task(name="people.tell_arrivals", queueing_lock="people.tell_arrivals")
def tell_arrivals(timestamp: int) -> None:
    """Once a day, from six in the morning, tells members what their saved searches found; what a kill left undone,
    the next hour does.
    """
    if in_bangkok(now()).hour < EARLIEST:
        return
    member = None
    try:
        while member := actions.tell_next(
            actor=system("people.tell_arrivals"), at=now(), site=settings.PUBLIC_URL, after=member
        ):
            pass
    except IndexNotReady:
        return  # the next hour asks again


@periodic(cron="23 * * * *", periodic_id="tell_followers")
@task(name="people.tell_followers", queueing_lock="people.tell_followers")
def tell_followers(timestamp: int) -> None:
    """Once a day or week, from six in the morning, gathers the news of what people follow; what a kill left undone,
    the next hour does.
    """
    if in_bangkok(now()).hour < EARLIEST:
        return
    person = None
    while person := actions.tell_next_follower(
        actor=system("people.tell_followers"), at=now(), site=settings.PUBLIC_URL, after=person
    ):
        pass


@task(name="people.tell_of_standing", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def tell_of_standing(status_id: str) -> None:
    """Tells those who lead a network of a request to join; and those who keep the place how it was decided."""
    actions.tell_of_standing(
        actor=system("people.tell_of_standing"), at=now(), status_id=UUID(status_id), site=settings.PUBLIC_URL)


@periodic(cron="41 3 * * *", periodic_id="move_by_age")
@task(name="people.move_by_age", queueing_lock="people.move_by_age")
def move_by_age(timestamp: int) -> None:
    """Every night: children who have grown up become adults, adults seniors."""
    actions.move_by_age(actor=system("people.move_by_age"), at=now())
