"""Rows of the access matrix for networks, standards, visits and phases, and what belongs to the space there."""

from datetime import date
from typing import Any

from tests.trust.access_matrix import DESKS, EVERYONE, OWN, OWN_DESK, ROLES, SIGNED_IN, Row, at, public
from tests.trust.learning_plan_rows import of

WIDE = ("national", "network")
LEADERS = at((*WIDE, "other_network"), "administrator", "officer")
OWN_LEADERS = at(WIDE, "administrator", "officer")
VISITORS = at((*WIDE, "city", "other_network", "other_city"), "administrator", "librarian", "officer")
OWN_VISITORS = at((*WIDE, "city"), "administrator", "librarian", "officer")
READERS = at(OWN, *ROLES)


def north(world: Any) -> dict[str, Any]:
    return {"code": "north"}


def the_phase(world: Any) -> dict[str, Any]:
    return {"code": "phase-of-north"}


ROWS = {
    # Networks: for everyone; a keeper asks for what they keep; who leads one decides
    "networks": public(),
    "network": public(kwargs=north),
    "network_join": Row(GET=SIGNED_IN, POST=OWN_DESK, kwargs=lambda world: {"code": "south"},
                        data=lambda world: {"space": "own-space"}),
    "lead_networks": Row(GET=LEADERS, POST=at(("national",), "administrator"),
                         data=lambda world: {"code": "new-one", "name_th": "เครือข่ายใหม่"}),
    "lead_network": Row(GET=OWN_LEADERS, POST=OWN_LEADERS, kwargs=north,
                        data=lambda world: {"do": "stand", "status": "paused", "reason": "น้ำท่วม"}),
    "lead_member": Row(GET=OWN_LEADERS, POST=OWN_LEADERS, kwargs=lambda world: {"code": "north", "space": "own-space"},
                       data=lambda world: {"status": "paused", "reason": "น้ำท่วม"}),
    "caretakers": public(),
    # Standards: the text for everyone; a place's own for who keeps it; nobody from the place itself visits it
    "standard": public(kwargs=lambda world: {"code": "small"}),
    "own_standards": Row(GET=DESKS, POST=DESKS, data=lambda world: {"standard": str(world["standard"])}),
    "assessment": Row(GET=READERS, POST=OWN_DESK, kwargs=of("assessment"), data=lambda world: {"do": "drop"}),
    "assessment_file": Row(GET=READERS, kwargs=of("assessment", file="assessment_file")),
    "visits": Row(GET=VISITORS),
    "visit": Row(GET=OWN_VISITORS, POST=OWN_VISITORS, kwargs=of("assessment"), data=lambda world: {"group": "place"}),
    # Phases: what is published for everyone, and who sets its targets
    "phases": public(),
    "phase": public(kwargs=the_phase),
    "phase_file": Row(GET=EVERYONE, kwargs=the_phase),
    "phase_behind": public(kwargs=lambda world: {"code": "phase-of-north", "id": world["phase_target"]}),
    "lead_phases": Row(GET=LEADERS, POST=OWN_LEADERS, data=lambda world: {"network": str(world["phase_network"])}),
    "lead_phase": Row(GET=OWN_LEADERS, POST=OWN_LEADERS, kwargs=of("phase"), data=lambda world: {"do": "aim"}),
    "phase_targets": Row(GET=OWN_LEADERS, POST=OWN_LEADERS, kwargs=of("phase"),
                         data=lambda world: {"text": "x", "do": "look"}),
    "own_targets": Row(GET=DESKS, POST=DESKS, data=lambda world: {"visits": "100"}),
    "network_targets": Row(GET=OWN_LEADERS, POST=OWN_LEADERS, kwargs=north,
                           data=lambda world: {"text": "x", "do": "look"}),
    "network_targets_file": Row(GET=OWN_LEADERS, kwargs=north),
    "goals": public(),
}


def assessed(moment: Any, space: Any) -> dict[str, Any]:
    """A round of the space that waits for a visit, with a picture; a phase of its network, published."""
    from rianru.core.actors import Role
    from rianru.evidence import actions
    from rianru.surveys import actions as surveys
    from rianru.surveys.models import Attachment
    from tests.evidence.making import GOOD, SMALL
    from tests.factories.pictures import picture
    from tests.people import making

    keeper = making.acting(making.staff(moment, Role.CARETAKER, "space", space.id, name="คนประเมิน"), moment)
    standard = actions.lay_standard(actor=making.MACHINE, at=moment, said=SMALL)
    asked: dict[str, Any] = {"actor": keeper, "at": moment}
    id, begun = actions.begin_assessment(**asked, space_id=space.id, standard_id=standard)
    surveys.keep_draft(**asked, key=begun.key, answers={name: str(level) for name, level in GOOD.items()})
    surveys.attach_file(**asked, key=begun.key, column="opening_file", name="door.png", data=picture())
    actions.hand_in_assessment(**asked, key=begun.key)
    house: dict[str, Any] = {"actor": making.MACHINE, "at": moment}
    phase = actions.keep_phase(**house, code="phase-of-north", name_th="ระยะ", network_id=space.network_id,
                               starts_on=date(2026, 10, 1), ends_on=date(2027, 10, 1))
    target = actions.set_phase_target(**house, phase_id=phase, indicator="provinces", year=2027, number=5)
    actions.publish_phase(**house, phase_id=phase)
    return {"standard": standard, "assessment": id, "assessment_file": Attachment.objects.get(column="opening_file").id,
            "phase": phase, "phase_target": target, "phase_network": space.network_id}
