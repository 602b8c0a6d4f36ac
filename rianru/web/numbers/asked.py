"""What is asked of the numbers, taken from the address: anything that cannot be is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from rianru.core.actors import NATIONAL, Actor, Scope
from rianru.core.permissions import permitted
from rianru.kernel.dates import Period, day_of, fiscal_year, fiscal_year_span, to_be
from rianru.kernel.words import T
from rianru.lending import queries
from rianru.lending.queries import MEASURES_BY, Where
from rianru.lending.words import BYS, MEASURES
from rianru.places import queries as places
from rianru.web.context import network_of
from rianru.web.health import now
from rianru.web.requests import actor_of

YEARS = 5  # back from this one


@dataclass(frozen=True, slots=True)
class Asked:
    """Which numbers, of where and when; `whole`: as they are, else as everyone may see them."""

    actor: Actor
    at: datetime
    measure: str
    by: str
    year: int  # of the common era
    where: Where
    name: T  # of the place
    space_code: str
    scope: Scope
    keeps: bool  # may see them whole
    whole: bool

    @property
    def period(self) -> Period:
        """The days that are counted."""
        return fiscal_year_span(self.year)

    @property
    def table(self) -> queries.Table:
        """The answer."""
        return queries.numbers(
            self.measure, by=self.by, where=self.where, period=self.period, whole=self.whole
        )

    def address(self, **other: object) -> str:
        """The same question with some of it changed."""
        said: dict[str, Any] = {
            "measure": self.measure, "by": self.by, "year": to_be(self.year), "space": self.space_code,
            "area": "" if self.space_code else self.where.area,
            "public": "1" if self.keeps and not self.whole else "",
        }
        return "?" + urlencode({name: value for name, value in (said | other).items() if value})


def asked(request: HttpRequest) -> Asked:
    """`?measure=&by=&year=&space=&area=&public=1`. Refuses with NotFound a place that is not there."""
    actor, at = actor_of(request), now()
    measure = _one_of(request.GET, "measure", MEASURES, "loans")
    by = _one_of(request.GET, "by", {name: BYS[name] for name in MEASURES_BY[measure]}, MEASURES_BY[measure][0])
    where, name, code, scope = _place(request, actor, at)
    keeps = permitted("lending.see_numbers", actor=actor, at=at, scope=scope)
    return Asked(actor, at, measure, by, _year(request.GET.get("year", ""), at), where, name, code, scope, keeps,
                 keeps and request.GET.get("public") != "1")


def years(at: datetime) -> list[int]:
    """The fiscal years that may be chosen, in the common era, the latest first."""
    this = fiscal_year(day_of(at))
    return [this - back for back in range(YEARS)]


def _place(request: HttpRequest, actor: Actor, at: datetime) -> tuple[Where, T, str, Scope]:
    code = request.GET.get("space", "").replace("\0", "").strip()[:100]
    if code:
        space = places.space(actor=actor, at=at, code=code)
        name = T.verbatim(space.name_th, space.name_en)
        return Where(space=space.id), name, code, places.scope_of_space(space.id)
    network = network_of(request)
    scope = places.scope_of_network(network.id) if network else NATIONAL
    whose = network.id if network else None
    area = request.GET.get("area", "").strip()
    if area.isascii() and area.isdigit() and len(area) in (2, 4):
        found = places.area_path(area)
        if found:
            return Where(network=whose, area=area), T.verbatim(found[-1].name_th, found[-1].name_en), "", scope
    whole = T.verbatim(network.name_th, network.name_en) if network else T("ทั้งประเทศ", "The whole country")
    return Where(network=whose), whole, "", scope


def _one_of(given: Mapping[str, Any], name: str, known: Mapping[str, T], default: str) -> str:
    said = str(given.get(name, ""))
    return said if said in known else default


def _year(typed: str, at: datetime) -> int:
    known = {str(to_be(year)): year for year in years(at)}
    return known.get(typed, fiscal_year(day_of(at)))
