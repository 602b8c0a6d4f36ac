"""Areas, cities, organisations, networks, spaces and when they are open; mobile libraries and their visits."""

from rianru.places.models.areas import AbolishedArea, Area, City, CityArea
from rianru.places.models.colours import DYES, WEAVES
from rianru.places.models.hours import Holiday, HoursException, OpeningHours
from rianru.places.models.importing import SpaceImport, SpaceImportRow, SpaceOrigin, SpaceSource
from rianru.places.models.minding import MOST_PHOTOS, PHOTOS, Correction, SpacePhoto
from rianru.places.models.mobile import Route, Stop, Timetable, Vehicle, Visit, VisitTap
from rianru.places.models.shadow import Measurement, Nearest, PlannedSite, SitePlan
from rianru.places.models.spaces import ACCESS, AGES, FACILITIES, LANGUAGES, Network, Organisation, Space, SpaceNetwork
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
    "Measurement",
    "Nearest",
    "Network",
    "NetworkStatus",
    "OpeningHours",
    "Organisation",
    "PlannedSite",
    "Route",
    "SitePlan",
    "Space",
    "SpaceImport",
    "SpaceImportRow",
    "SpaceNetwork",
    "SpaceOrigin",
    "SpacePhoto",
    "SpaceSource",
    "Stop",
    "Timetable",
    "Vehicle",
    "Visit",
    "VisitTap",
]
