"""Areas, cities, organisations, networks, spaces and when they are open; mobile libraries and their visits."""

from rianru.places.models.areas import AbolishedArea, Area, City, CityArea
from rianru.places.models.colours import DYES, WEAVES
from rianru.places.models.hours import Holiday, HoursException, OpeningHours
from rianru.places.models.mobile import Route, Stop, Timetable, Vehicle, Visit, VisitTap
from rianru.places.models.spaces import FACILITIES, Network, Organisation, Space

__all__ = [
    "DYES",
    "FACILITIES",
    "WEAVES",
    "AbolishedArea",
    "Area",
    "City",
    "CityArea",
    "Holiday",
    "HoursException",
    "Network",
    "OpeningHours",
    "Organisation",
    "Route",
    "Space",
    "Stop",
    "Timetable",
    "Vehicle",
    "Visit",
    "VisitTap",
]
