"""What the objects of the catalogue are to the rest of the house: works, shelves; and the words of its facts."""

from rianru.catalogue.kinds import shelves, verbs, works

__all__ = ["shelves", "verbs", "works"]
