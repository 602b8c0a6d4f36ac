"""What a plan must be before anything is written: its words, its numbers, its times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from urllib.parse import urlsplit
from uuid import UUID

from rianru.kernel.dates import moment_text
from rianru.kernel.thai import normalise
from rianru.learning.actions import refusals
from rianru.learning.models import Activity
from rianru.learning.queries.timing import Span, looked_at
from rianru.learning.words import BANDS, JOINING, KINDS

TITLE, WORDS = 200, 8_000  # letters
MOST_SESSIONS = 400
A_DAY, A_YEAR = timedelta(hours=24), timedelta(days=366)
MOST_SATANG = 100_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What an activity is, apart from when. Money in satang; no capacity: no limit."""

    kind: str
    title_th: str
    title_en: str = ""
    description_th: str = ""
    description_en: str = ""
    ages: Sequence[str] = ()
    for_whom_th: str = ""
    for_whom_en: str = ""
    satang: int = 0
    cost_th: str = ""
    cost_en: str = ""
    place_th: str = ""
    place_en: str = ""
    online_link: str = ""
    capacity: int | None = None
    joining: str = "each"
    accounts_only: bool = False
    waiting_list: bool = True
    fair_seats: bool = False
    offer_hours: int = 24
    party_most: int = 6
    joining_opens_at: datetime | None = None
    joining_closes_at: datetime | None = None

    @property
    def at_space(self) -> bool:
        """Whether it takes place at its host, so that opening hours matter."""
        return self.kind != "online" and not self.place_th


TEXTS = ("title_th", "title_en", "description_th", "description_en", "for_whom_th", "for_whom_en", "cost_th",
         "cost_en", "place_th", "place_en", "online_link")
NUMBERS = ("kind", "satang", "capacity", "joining", "accounts_only", "waiting_list", "fair_seats", "offer_hours",
           "party_most", "joining_opens_at", "joining_closes_at")


def columns_of(plan: Plan) -> dict[str, object]:
    """The plan as the columns of an activity, tidied. Refuses what cannot be one."""
    texts = {name: tidied(getattr(plan, name)) for name in TEXTS}
    _named(plan, texts)
    _counted(plan)
    ages = [band for band in BANDS if band in plan.ages]
    if len(ages) != len(set(plan.ages)):
        raise refusals.KindUnknown(typed=", ".join(plan.ages)[:80])
    return {**texts, **{name: getattr(plan, name) for name in NUMBERS}, "ages": ages}


def tidied(text: str) -> str:
    """The text with its lines kept: each normalised, blank ones at most one after another."""
    lines = [normalise(line).strip() for line in text.splitlines()]
    return "\n".join(line for line, before in zip(lines, ["x", *lines], strict=False) if line or before).strip()


def _named(plan: Plan, texts: dict[str, str]) -> None:
    if not texts["title_th"]:
        raise refusals.TitleNeeded()
    if any(len(text) > (TITLE if name.startswith("title") else WORDS) for name, text in texts.items()):
        raise refusals.TooLong()
    for typed, known in ((plan.kind, KINDS), (plan.joining, JOINING)):
        if typed not in known:
            raise refusals.KindUnknown(typed=typed[:80])
    if texts["online_link"] and not safe_link(texts["online_link"]):
        raise refusals.LinkWrong()


def safe_link(link: str) -> bool:
    """Whether it is an address that a browser opens over TLS, with nothing hidden in it."""
    try:
        parts = urlsplit(link)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme == "https" and bool(host) and not parts.username and not any(sign.isspace() for sign in link)


def _counted(plan: Plan) -> None:
    if (plan.capacity is not None and not 1 <= plan.capacity <= 100_000) or not 0 <= plan.satang <= MOST_SATANG:
        raise refusals.NumbersWrong()
    if not (1 <= plan.offer_hours <= 336 and 1 <= plan.party_most <= 50):
        raise refusals.NumbersWrong()
    opens, closes = plan.joining_opens_at, plan.joining_closes_at
    if opens and closes and opens >= closes:
        raise refusals.JoiningClosesFirst()


def check_times(times: Sequence[Span], *, kind: str, at: datetime) -> list[Span]:
    """The times in order. Refuses none, too many, and any that ends before it begins, is too long, has passed or is
    there twice.
    """
    if not times:
        raise refusals.SessionNeeded()
    if len(times) > MOST_SESSIONS:
        raise refusals.SessionsTooMany(most=MOST_SESSIONS)
    longest = A_YEAR if kind == "exhibition" else A_DAY
    for start, end in times:
        if end <= start:
            raise refusals.EndsBeforeItStarts()
        if end - start > longest:
            raise refusals.SessionTooLong()
        if start <= at:
            raise refusals.SessionInThePast(when=moment_text(start, "day"))
    ordered = sorted(times)
    for (start, _), (after, _) in pairwise(ordered):
        if start == after:
            raise refusals.SessionTwice(when=moment_text(start, "day"))
    return ordered


def check_hours(times: Sequence[Span], *, space_id: UUID, at_space: bool) -> None:
    """Refuses with OutsideHours the first time at which the space is closed."""
    for one in looked_at(space_id=space_id, times=times, at_space=at_space):
        if said := one.closed or one.outside:
            raise refusals.OutsideHours(when=one.when, hours=said)


def at_its_space(activity: Activity) -> bool:
    """Whether it takes place at its host, so that opening hours matter."""
    return activity.kind != "online" and not activity.place_th
