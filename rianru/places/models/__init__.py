"""Areas, cities, organisations, networks, spaces, their hours, what keeps their pages true; mobile libraries."""

from rianru.places.models.areas import AbolishedArea, Area, City, CityArea
from rianru.places.models.colours import DYES, WEAVES
from rianru.places.models.hours import Holiday, HoursException, OpeningHours
from rianru.places.models.minding import MOST_PHOTOS, PHOTOS, Correction, SpacePhoto
from rianru.places.models.mobile import Route, Stop, Timetable, Vehicle, Visit, VisitTap
from rianru.places.models.spaces import (
    ACCESS,
    AGES,
    FACILITIES,
    LANGUAGES,
    Network,
    Organisation,
    Space,
    SpaceNetwork,
)

__all__ = [
    "ACCESS",
    "AGES",
    "DYES",
    "FACILITIES",
    "LANGUAGES",
    "MOST_PHOTOS",
    "PHOTOS",
    "WEAVES",
    "AbolishedArea",
    "Area",
    "City",
    "CityArea",
    "Correction",
    "Holiday",
    "HoursException",
    "Network",
    "OpeningHours",
    "Organisation",
    "Route",
    "Space",
    "SpaceNetwork",
    "SpacePhoto",
    "Stop",
    "Timetable",
    "Vehicle",
    "Visit",
    "VisitTap",
]
