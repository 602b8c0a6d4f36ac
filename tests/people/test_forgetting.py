from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.utils import timezone

from rianru.people import actions
from rianru.people.jobs import forget_sign_ins
from rianru.people.models import SignInLink
from tests.people.making import MACHINE

pytestmark = pytest.mark.django_db


def test_failed_sign_ins_ended_sessions_and_spent_links_are_forgotten_and_what_counts_is_kept():
    now = timezone.now()
    for name, age in (("old@example.org", timedelta(hours=25)), ("new@example.org", timedelta(minutes=1))):
        attempt = AccessAttempt.objects.create(username=name, ip_address="203.0.113.1", failures_since_start=1)
        AccessAttempt.objects.filter(id=attempt.id).update(attempt_time=now - age)
    for key, ends in (("old", now - timedelta(seconds=1)), ("new", now + timedelta(days=1))):
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
    actions.make_admin(actor=MACHINE, at=now - timedelta(hours=26), email="old@example.org")
    actions.make_admin(actor=MACHINE, at=now, email="new@example.org")
    forget_sign_ins(0)
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["new@example.org"]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert list(SignInLink.objects.values_list("account__email", flat=True)) == ["new@example.org"]
