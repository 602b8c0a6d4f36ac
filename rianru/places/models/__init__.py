"""Areas, cities, organisations, networks, spaces, when they are open, and what keeps their pages true."""

from rianru.places.models.areas import AbolishedArea, Area, City, CityArea
from rianru.places.models.colours import DYES, WEAVES
from rianru.places.models.hours import Holiday, HoursException, OpeningHours
from rianru.places.models.minding import MOST_PHOTOS, PHOTOS, Correction, SpacePhoto
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
from rianru.places.models.statuses import NetworkStatus

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
    "NetworkStatus",
    "OpeningHours",
    "Organisation",
    "Space",
    "SpaceNetwork",
    "SpacePhoto",
]
