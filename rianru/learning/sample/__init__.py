"""The demo's learning: activities as their keepers plan them, and the people who come."""

from datetime import datetime

from rianru.learning.sample import activities, caretakers, challenges, seats


def build(*, at: datetime) -> None:
    """Rooms, activities, programmes; seats, queues, a draw, who came; passports and challenges.

    Running it again changes nothing.
    """
    activities.build(at=at)
    seats.build(at=at)
    caretakers.build(at=at)
    challenges.build(at=at)
