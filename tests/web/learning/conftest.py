"""A library with hours and rooms, its caretaker in a browser, and activities that are planned there."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from rianru.kernel.dates import BANGKOK
from rianru.learning import actions
from rianru.learning.actions import Plan
from rianru.learning.models import Activity
from rianru.places import actions as places
from tests.people import making
from tests.web.catalogue.conftest import _own_folders, signed_in
from tests.web.members.conftest import desk, net

__all__ = ["_own_folders", "desk", "net", "signed_in"]


class Planned:
    """The library `here`, open Tuesday to Saturday from nine to five, with a hall."""

    def __init__(self, net):
        self.net, self.space = net, net.here
        self.house = {"actor": making.MACHINE, "at": timezone.now()}
        hours = [(day, 540, 1020) for day in range(2, 7)]
        places.set_weekly_hours(**self.house, space_id=self.space.id, hours=hours)
        self.hall = actions.keep_room(**self.house, space_id=self.space.id, name_th="ห้องประชุม", seats=40)

    def saturday(self, weeks=1, hour=10) -> datetime:
        """A Saturday to come, at an hour of Bangkok."""
        today = timezone.now().astimezone(BANGKOK).replace(hour=hour, minute=0, second=0, microsecond=0)
        return today + timedelta(days=(5 - today.weekday()) % 7 + 7 * weeks)

    def activity(self, *, weeks=1, sessions=1, opened=True, **more) -> Activity:
        room = more.pop("room_id", None)
        begins = [self.saturday(weeks + n) for n in range(sessions)]
        id = actions.plan_activity(
            **self.house, space_id=self.space.id, room_id=room, times=[(one, one + timedelta(hours=2)) for one in begins],
            plan=Plan(**({"kind": "workshop", "title_th": "ย้อมคราม", "title_en": "Indigo"} | more)))
        if opened:
            actions.open_activity(**self.house, activity_id=id)
        return Activity.objects.get(id=id)


@pytest.fixture
def planned(net) -> Planned:
    return Planned(net)
