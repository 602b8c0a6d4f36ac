"""What areas and spaces are to the rest of the house."""

from rianru.places.kinds import areas, spaces, verbs

__all__ = [
    "areas",
    "spaces",
    "verbs",
]
