"""The only writes of places."""

from rianru.places.actions.areas import load_areas, load_holidays
from rianru.places.actions.cities import (
    AreasMissing,
    AreaUnknown,
    CodeTaken,
    HostTaken,
    LookUnknown,
    add_city,
    add_network,
)
from rianru.places.actions.driving import tap, undo_tap
from rianru.places.actions.hours import HoursOverlap, HoursWrong, clear_exception, set_exception, set_weekly_hours
from rianru.places.actions.mobile_refusals import TwoPlacesAtOnce
from rianru.places.actions.reading_timetables import Report, read_timetable
from rianru.places.actions.spaces import (
    AlreadyClosed,
    ClosedBeforeOpening,
    CodeWrong,
    FacilityUnknown,
    KindUnknown,
    NewSpace,
    PhoneWrong,
    PositionWrong,
    add_spaces,
    change_space,
    close_space,
)
from rianru.places.actions.timetables import Halt, end_timetable, set_timetable
from rianru.places.actions.vehicles import NewStop, close_stop, keep_route, keep_stop, keep_vehicle
from rianru.places.actions.visits import add_visit, cancel_visit, move_visit, report_late

__all__ = [
    "AlreadyClosed",
    "AreaUnknown",
    "AreasMissing",
    "ClosedBeforeOpening",
    "CodeTaken",
    "CodeWrong",
    "FacilityUnknown",
    "Halt",
    "HostTaken",
    "HoursOverlap",
    "HoursWrong",
    "KindUnknown",
    "LookUnknown",
    "NewSpace",
    "NewStop",
    "PhoneWrong",
    "PositionWrong",
    "Report",
    "TwoPlacesAtOnce",
    "add_city",
    "add_network",
    "add_spaces",
    "add_visit",
    "cancel_visit",
    "change_space",
    "clear_exception",
    "close_space",
    "close_stop",
    "end_timetable",
    "keep_route",
    "keep_stop",
    "keep_vehicle",
    "load_areas",
    "load_holidays",
    "move_visit",
    "read_timetable",
    "report_late",
    "set_exception",
    "set_timetable",
    "set_weekly_hours",
    "tap",
    "undo_tap",
]
