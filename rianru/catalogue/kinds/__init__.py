"""What the objects of the catalogue are to the rest of the house: works, headings, shelves; the words of its facts."""

from rianru.catalogue.kinds import headings, shelves, verbs, works

__all__ = [
    "headings",
    "shelves",
    "verbs",
    "works",
]
