"""The only door for reads of places."""

from rianru.places.models import Network, Space
from rianru.places.queries.areas import (
    CityRow,
    area_name,
    area_page,
    areas_inside,
    cities,
    city_page,
    current_areas,
    province_counts,
    provinces,
)
from rianru.places.queries.hours import Calendar, DayHours, Opening, calendar, clock, exceptions_of, openings
from rianru.places.queries.naming import names_of_places
from rianru.places.queries.scopes import scope_of_network, scope_of_space, scope_words, scopes_of_spaces
from rianru.places.queries.spaces import (
    SpaceRow,
    count_spaces,
    may_change,
    network_of_host,
    networks,
    sort_place,
    space,
    space_codes,
    space_ids,
    space_rows,
    visible_to,
    week_of,
)

__all__ = [
    "Calendar",
    "CityRow",
    "DayHours",
    "Network",
    "Opening",
    "Space",
    "SpaceRow",
    "area_name",
    "area_page",
    "areas_inside",
    "calendar",
    "cities",
    "city_page",
    "clock",
    "count_spaces",
    "current_areas",
    "exceptions_of",
    "may_change",
    "network_of_host",
    "names_of_places",
    "networks",
    "openings",
    "province_counts",
    "provinces",
    "scope_of_network",
    "scope_of_space",
    "scope_words",
    "scopes_of_spaces",
    "sort_place",
    "space",
    "space_codes",
    "space_ids",
    "space_rows",
    "visible_to",
    "week_of",
]
