"""What can be proven is said by who may, whole or not at all; and others vouch for it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from rianru.credentials import actions, queries
from rianru.credentials.actions import LevelSaid, UnitSaid
from rianru.credentials.actions import refusals as no
from rianru.credentials.models import Definition, StatusList
from rianru.kernel.formats import badges
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotAllowed, NotFound
from tests.credentials.making import AT, HOUSE, LEVELS, STORY, UNITS, document, seen


def change(house, id, said=STORY, **more):
    return actions.change_definition(actor=house.librarian, at=AT, definition_id=id, said=said, **more)


@pytest.mark.parametrize(("said", "refusal"), [
    ({"name_th": "  "}, no.DefinitionIncomplete), ({"criteria_th": ""}, no.DefinitionIncomplete),
    ({"kind": "Degree"}, no.DefinitionIncomplete), ({"months": 0}, no.DefinitionIncomplete),
    ({"hours": Decimal(-1)}, no.HoursWrong), ({"credits": Decimal("NaN")}, no.HoursWrong),
    ({"name_th": "ก" * 201}, no.DefinitionIncomplete),
])
def test_a_definition_that_says_too_little_or_too_much_is_refused(house, said, refusal):
    with pytest.raises(refusal):
        house.define(replace(STORY, **said))
    assert Definition.objects.count() == 0


def test_a_unit_leads_to_the_web_or_nowhere(house):
    with pytest.raises(no.AddressNotWeb):
        house.define(units=[UnitSaid("เล่า", url="javascript:alert(1)")])


def test_what_was_issued_keeps_what_it_said(house):
    id = house.define(levels=LEVELS, units=UNITS)
    given = house.issue(id, level=1)
    assert change(house, id, replace(STORY, name_th="ชื่อใหม่"), levels=LEVELS) == 2
    assert document(given)["name"].startswith("นักเล่านิทาน")
    assert (queries.definition(id).name_th, queries.definition(id).units) == ("ชื่อใหม่", ())


def test_a_level_that_somebody_reached_stays_and_another_may_go(house):
    id = house.define(levels=LEVELS)
    house.issue(id, level=2)
    with pytest.raises(no.LevelInUse):
        change(house, id, levels=LEVELS[:1])
    assert len(queries.definition(id).levels) == 2
    change(house, id, levels=[*LEVELS, LevelSaid("ครู")])
    change(house, id, levels=LEVELS)
    assert [one.name_th for one in queries.definition(id).levels] == ["เริ่มต้น", "ชำนาญ"]


def test_a_caretaker_defines_for_their_space_alone(house):
    asked = {"actor": house.caretaker, "issuer_kind": "space"}
    own = house.define(issuer_id=house.here, **asked)
    assert queries.definition(own).issuer.place_id == house.here
    for kind, id in (("space", house.there), ("network", house.network)):
        with pytest.raises(NotAllowed):
            house.define(actor=house.caretaker, issuer_kind=kind, issuer_id=id)
    with pytest.raises(NotFound):
        house.define(actor=HOUSE, issuer_kind="space", issuer_id=new_id())


def test_one_vouches_for_another_and_takes_it_back_for_good(house):
    id = house.define(actor=house.caretaker, issuer_kind="space", issuer_id=house.here)
    asked = {"actor": house.librarian, "at": AT, "endorser_kind": "network", "endorser_id": house.network,
             "definition_id": id}
    vouched = actions.endorse(**asked, comment="ดีจริง")
    with pytest.raises(no.EndorsedAlready):
        actions.endorse(**asked, comment="ดีจริง ๆ")
    said = badges.endorsement_of(badges.document_of(queries.endorsement(vouched).document))
    assert (said.subject.comment, said.subject.address.endswith(str(id))) == ("ดีจริง", True)
    published = queries.achievement_document(id)
    assert [one["id"] for one in published["endorsement"]] == [said.address]

    def standing():
        keys, lists = seen(AT)
        return badges.verify(queries.endorsement(vouched).document, keys=keys, statuses=lists, at=AT).of("status")

    assert standing().reason == "standing"
    actions.end_endorsement(actor=house.librarian, at=AT, endorsement_id=vouched)
    assert (standing().reason, queries.endorsements_of(definition_id=id)) == ("revoked", [])
    with pytest.raises(NotFound):
        actions.end_endorsement(actor=house.librarian, at=AT, endorsement_id=vouched)


def test_nobody_vouches_for_themselves_nor_without_words(house):
    asked = {"actor": house.librarian, "at": AT, "endorser_kind": "network", "endorser_id": house.network,
             "definition_id": house.define()}
    with pytest.raises(no.OwnEndorsement):
        actions.endorse(**asked, comment="เยี่ยม")
    with pytest.raises(no.ReasonNeeded):
        actions.endorse(**asked, comment=" ")
    assert StatusList.objects.count() == 0


def test_lists_are_asked_as_often_for_three_as_for_one(house, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asked = []
    definition = house.define(units=UNITS)
    place = [("network", house.network)]
    for persons in ([house.mani], [house.piti, house.child]):
        actions.issue_to_many(actor=house.librarian, at=AT, definition_id=definition, person_ids=persons)
        house.define(levels=LEVELS, units=UNITS)
        with CaptureQueriesContext(connection) as queried:
            queries.issued(places=place, at=AT)
            queries.definitions(places=place)
            queries.of_persons([house.mani, house.piti, house.child])
        asked.append(len(queried))
    assert asked[0] == asked[1]
