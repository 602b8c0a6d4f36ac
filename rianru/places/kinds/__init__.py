"""What areas and spaces are to the rest of the house."""

from rianru.places.kinds import areas, networks, spaces, stops, verbs

__all__ = [
    "areas",
    "networks",
    "spaces",
    "stops",
    "verbs",
]
