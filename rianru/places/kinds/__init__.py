"""What areas and spaces are to the rest of the house."""

from rianru.places.kinds import areas, spaces, stops, verbs

__all__ = [
    "areas",
    "spaces",
    "stops",
    "verbs",
]
