"""What the objects of the catalogue are to the rest of the house: works; and the words of its facts."""

from rianru.catalogue.kinds import verbs, works

__all__ = ["verbs", "works"]
