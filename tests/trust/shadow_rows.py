"""Rows of the access matrix for who is far and for plans of sites, and a plan for the area of the world's space."""

from typing import Any
from uuid import UUID

from tests.trust.access_matrix import ELSEWHERE, EVERYONE, OWN, Row, at, keyed, public, the

PLANNERS = at(OWN + ELSEWHERE, "administrator", "officer")  # each plans somewhere, and may try out any area
OF_THE_AREA = at(("national", "network", "city"), "administrator", "officer")  # of the plan's own
PLAN = {"area": "56", "to": "any", "n": "1", "km": "10", "detour": "140"}

SHADOW = {
    "far": public(),
    "far_area": public(kwargs=lambda world: {"code": "56"}),
    "far_file": public(kwargs=lambda world: {"code": "56"}),
    "site_planner": Row(GET=PLANNERS, POST=OF_THE_AREA, data=keyed(name="", **PLAN)),
    "site_plan": Row(GET=EVERYONE, POST=OF_THE_AREA, kwargs=the("site_plan"), data=lambda world: {"do": "remove"}),
    "site_plan_file": public(kwargs=lambda world: {"id": world["site_plan"], "form": "csv"}),
}


def sited(moment: Any) -> dict[str, UUID]:
    """A plan without pins for the province of the space."""
    from rianru.places import actions
    from rianru.places.queries import Sought
    from tests.people import making

    plan = actions.NewPlan(name="แผนของพะเยา", asked=Sought("56", "any", 1, 10_000, 140), site="space", pins=())
    return {"site_plan": actions.save_plan(actor=making.MACHINE, at=moment, plan=plan)}
