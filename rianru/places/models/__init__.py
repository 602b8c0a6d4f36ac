"""Areas, cities, organisations, networks, spaces and when they are open."""

from rianru.places.models.areas import AbolishedArea, Area, City, CityArea
from rianru.places.models.colours import DYES, WEAVES
from rianru.places.models.hours import Holiday, HoursException, OpeningHours
from rianru.places.models.importing import SpaceImport, SpaceImportRow, SpaceOrigin, SpaceSource
from rianru.places.models.shadow import Measurement, Nearest, PlannedSite, SitePlan
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
    "Measurement",
    "Nearest",
    "Network",
    "OpeningHours",
    "Organisation",
    "PlannedSite",
    "SitePlan",
    "Space",
    "SpaceImport",
    "SpaceImportRow",
    "SpaceOrigin",
    "SpaceSource",
]
