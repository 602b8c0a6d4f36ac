"""Rows of the access matrix for mobile libraries, and the van of the space with its stop, its timetable and a visit."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.trust.access_matrix import DESKS, ELSEWHERE, EVERYONE, OWN, OWN_DESK, Row, at, keyed, public

PLAN = ("administrator", "librarian", "officer")
PLANNERS = at(OWN + ELSEWHERE, *PLAN)  # each plans the vans of a place of their own
OWN_PLAN = at(OWN, *PLAN)
STOP_PLAN = at(("national", "network", "city"), *PLAN)  # a stop belongs to no space


def of(name: str) -> Any:
    return lambda world: {"id": world[name]}


def the_stop(world: Any) -> dict[str, Any]:
    return {"code": "own-stop"}


def the_van(world: Any) -> dict[str, Any]:
    return {"code": world["space"].code}


VANS = {
    # For everyone
    "stops": public(),
    "stop": public(kwargs=the_stop),
    "stop_calendar": public(kwargs=the_stop),
    "stop_pick": Row(POST=EVERYONE, kwargs=the_stop),
    "van_timetable_csv": public(),
    "van_gtfs": public(),
    # Whoever keeps the van drives it
    "desk_van": Row(GET=DESKS),
    "van_tap": Row(POST=OWN_DESK, data=lambda world: {
        "visit": world["visit"], "kind": "arrive", "key": "01900000-0000-7000-8000-000000000009"}),
    "van_undo": Row(POST=OWN_DESK, data=lambda world: {"tap": world["tap"]}),
    "van_late": Row(POST=OWN_DESK, data=lambda world: {"visit": world["visit"], "minutes": "10"}),
    # Planning
    "vans": Row(GET=PLANNERS, POST=PLANNERS, data=keyed(space="")),
    "van_reading": Row(GET=PLANNERS, POST=OWN_PLAN, data=lambda world: {"text": "x", "do": "look"}),
    "van_stops": Row(GET=PLANNERS),
    "van_stop_new": Row(GET=PLANNERS, POST=PLANNERS, data=keyed(name_th="")),
    "van_stop": Row(GET=STOP_PLAN, POST=STOP_PLAN, kwargs=the_stop, data=keyed(name_th="")),
    "van_visit": Row(GET=OWN_PLAN, POST=OWN_PLAN, kwargs=of("visit"), data=keyed(do="off", reason_th="")),
    "van_timetable": Row(GET=OWN_PLAN, POST=OWN_PLAN, kwargs=of("timetable"), data=keyed(do="keep")),
    "van": Row(GET=OWN_PLAN, POST=OWN_PLAN, kwargs=the_van, data=keyed(do="route", name_th="")),
    "van_timetable_new": Row(GET=OWN_PLAN, POST=OWN_PLAN, kwargs=the_van, data=keyed(do="look")),
}


def driven(asked_at: Any, space: Any) -> dict[str, Any]:
    """The space drives a van, which halts at a stop every week and has arrived there once."""
    from rianru.kernel.dates import day_of
    from rianru.kernel.ids import new_id
    from rianru.places import actions
    from rianru.places.actions import Halt, NewStop
    from rianru.places.models import Vehicle, Visit
    from tests.people import making

    house: dict[str, Any] = {"actor": making.MACHINE, "at": asked_at}
    Vehicle.objects.create(space=space)  # of whatever kind: it is the space of which everybody here holds a role
    stop = actions.keep_stop(**house, network_id=space.network_id, code="own-stop", stop=NewStop(
        name_th="ศาลาทดสอบ", area="5601"))
    route = actions.keep_route(**house, vehicle_id=space.id, name_th="สายทดสอบ")
    day = day_of(timezone.now())
    timetable = actions.set_timetable(**house, halt=Halt(
        route, stop, 0, 1440, "FREQ=DAILY", day, day + timedelta(days=3), "run"))
    visits = list(Visit.objects.filter(timetable=timetable).order_by("arrives_at"))
    tap, now = new_id(), timezone.now()
    actions.tap(actor=making.MACHINE, at=now, visit_id=visits[0].id, key=tap, kind="arrive", tapped_at=now)
    return {"visit": visits[1].id, "timetable": timetable, "tap": tap}
