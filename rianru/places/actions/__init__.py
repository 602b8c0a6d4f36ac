"""The only writes of places."""

from rianru.places.actions.areas import load_areas, load_holidays
from rianru.places.actions.cities import AreaUnknown, CodeTaken, add_city, add_network
from rianru.places.actions.hours import HoursOverlap, HoursWrong, set_exception, set_weekly_hours
from rianru.places.actions.spaces import (
    FacilityUnknown,
    KindUnknown,
    NewSpace,
    PhoneWrong,
    add_spaces,
    change_space,
    close_space,
)

__all__ = [
    "AreaUnknown", "CodeTaken", "FacilityUnknown", "HoursOverlap", "HoursWrong", "KindUnknown", "NewSpace",
    "PhoneWrong", "add_city", "add_network", "add_spaces", "change_space", "close_space", "load_areas",
    "load_holidays", "set_exception", "set_weekly_hours",
]
