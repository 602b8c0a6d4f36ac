"""What is forgotten by itself: failed sign-ins, sessions that ran out, links that are spent."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db.models import Q

from rianru.core.jobs import now, periodic, task
from rianru.people.models import SignInLink

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
