"""The only door for reads of places."""

from rianru.places.models import Network
from rianru.places.queries.areas import area_name, areas_inside, cities, province_counts, provinces
from rianru.places.queries.hours import Calendar, DayHours, Opening, calendar, openings
from rianru.places.queries.scopes import scope_of_network, scope_of_space, scopes_of_spaces
from rianru.places.queries.spaces import (
    SpaceRow,
    count_spaces,
    may_change,
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
    "Calendar", "DayHours", "Network", "Opening", "SpaceRow", "area_name", "areas_inside", "calendar", "cities",
    "count_spaces",
    "may_change", "networks", "openings", "province_counts", "provinces", "scope_of_network", "scope_of_space",
    "scopes_of_spaces", "sort_place", "space", "space_codes", "space_ids", "space_rows", "visible_to", "week_of",
]
