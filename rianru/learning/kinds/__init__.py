"""What its objects are to the rest of the house: kinds of things, and the verbs of facts about them."""

from rianru.learning.kinds import activities, joining, passports, verbs

__all__ = ["activities", "joining", "passports", "verbs"]
