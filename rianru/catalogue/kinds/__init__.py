"""What the objects of the catalogue are to the rest of the house: works, headings; and the words of its facts."""

from rianru.catalogue.kinds import headings, verbs, works

__all__ = [
    "headings",
    "verbs",
    "works",
]
"""What the objects of the catalogue are to the rest of the house: works, shelves; and the words of its facts."""

from rianru.catalogue.kinds import shelves

__all__ = ["shelves", "verbs", "works"]
