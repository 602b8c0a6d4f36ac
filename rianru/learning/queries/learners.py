"""Who may be joined by whom: oneself, and the household where one is a guardian in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rianru.core import prepared
from rianru.kernel.words import T
from rianru.learning.words import BANDS
from rianru.people.words import PARTS

OLDEST = {"0-5": 5, "6-14": 14, "15-24": 24, "25-59": 59}
CHILD = 14  # years of age of the oldest who are joined by others, as people.words.AGES has it
ELDER = 60

_LEARNERS = """
    SELECT person.id, own.key, concat_ws(' ', person.given_name, nullif(person.family_name, '')), person.birth_year,
           person.lives_in, coalesce(account.email, nullif(person.email, ''), ''), coalesce(account.language, 'th'),
           EXISTS (SELECT FROM people_consent WHERE person_id = person.id AND purpose = 'statistics'
                   AND withdrawn_at IS NULL),
           coalesce(place.part, ''), place.agreed_at IS NOT NULL
    FROM people_person AS person
    JOIN people_pseudonym AS own ON own.person_id = person.id AND own.destroyed_at IS NULL
    LEFT JOIN people_account AS account ON account.id = person.account_id AND account.is_active
    LEFT JOIN people_householdmember AS place ON place.person_id = person.id AND place.left_at IS NULL
    WHERE {which}
"""
_BY_ID = _LEARNERS.format(which="person.id = ANY(%(ids)s)")
# Oneself, and everyone of the household in which one is a guardian.
_WITH = _LEARNERS.format(which="""own.key = %(key)s OR place.household_id = (
        SELECT mine.household_id FROM people_householdmember AS mine
        JOIN people_pseudonym AS me ON me.person_id = mine.person_id
        WHERE me.key = %(key)s AND mine.left_at IS NULL AND mine.part = 'guardian')""")


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody who may take part. `counted`: they agreed that their age is counted; `part`: in their household, where
    they have one; `agreed`: who acts for them did.
    """

    id: UUID
    key: UUID
    name: str
    birth_year: int | None
    lives_in: str
    email: str
    lang: str
    counted: bool
    part: str
    agreed: bool

    @property
    def label(self) -> T:
        """Guardian, child …; blank without a household."""
        return PARTS.get(self.part, T("", ""))

    def child(self, day: date) -> bool:
        """Whether somebody else joins for them: surely under fifteen."""
        return is_child(self.birth_year, day)

    def band(self, day: date) -> str:
        """The band of age that facts may tell; blank where they did not agree, or nobody knows."""
        return band_of(day.year - self.birth_year) if self.counted and self.birth_year is not None else ""


def is_child(birth_year: int | None, day: date) -> bool:
    """Whether somebody of this year of birth may be under fifteen."""
    return birth_year is not None and day.year - birth_year <= CHILD


def band_of(age: int) -> str:
    """The band of an age."""
    return next((name for name, oldest in OLDEST.items() if age <= oldest), "60+")


def may_be_in(birth_year: int | None, bands: Iterable[str], day: date) -> bool:
    """Whether somebody of this year of birth can be of one of the bands; of an unknown year, always. No band: all."""
    wanted = set(bands)
    if birth_year is None or not wanted:
        return True
    age = day.year - birth_year  # reached in this year: they may be a year younger today
    return bool(wanted & {band_of(max(age - 1, 0)), band_of(age)})


def learners(ids: Iterable[UUID]) -> dict[UUID, Learner]:
    """These persons, by id; those who are not there are not."""
    return {row[0]: Learner(*row) for row in prepared.rows(_BY_ID, {"ids": list(ids)})}


def with_household(key: UUID) -> list[Learner]:
    """The person behind a key first, then everyone whom they may join together with."""
    order = list(PARTS)
    found = [Learner(*row) for row in prepared.rows(_WITH, {"key": key})]
    return sorted(found, key=lambda one: (one.key != key, order.index(one.part) if one.part else 0, one.id))


def by_id(found: Iterable[Learner]) -> Mapping[UUID, Learner]:
    """The same, to be looked up."""
    return {one.id: one for one in found}


assert list(OLDEST) == list(BANDS)[:-1]
