"""Background work."""

from rianru.learning.jobs import activities, seats

__all__ = ["activities", "seats"]
