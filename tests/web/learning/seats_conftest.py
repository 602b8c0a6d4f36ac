"""A space with activities to join, in the browsers of those who want to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rianru.learning.models import Session
from tests.learning.seats_making import activity


@pytest.fixture
def ahead(net):
    """A session of an activity of its own, three days ahead."""

    def made(capacity=20, **more):
        starts = more.pop("starts", timezone.now() + timedelta(days=3))
        return Session.objects.filter(
            activity=activity(net.here.id, starts=starts, capacity=capacity, **more)).order_by("starts_at").first()

    return made


def key():
    from rianru.kernel.ids import new_id

    return str(new_id())


def page(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()
