"""Background work."""

from rianru.learning.jobs import activities, challenges, seats

__all__ = ["activities", "challenges", "seats"]
