"""The table of rules: the most specific row that says something wins, and no table with a hole is kept."""

import pytest

from rianru.core.actors import Role
from rianru.kernel.refusals import NotAllowed
from rianru.lending import actions, queries
from rianru.lending.actions import RuleScope, ruling
from rianru.lending.models import RuleRow
from rianru.lending.queries import Case
from tests.factories import AT, HOUSE, staff
from tests.lending.making import PLAIN, rule

pytestmark = pytest.mark.django_db


def case(desk, **more):
    return Case(**{"network": desk.network, "space": desk.a, "item_type": "book", "category": "adult",
                   "language": "tha"} | more)


def test_the_most_specific_row_wins_value_by_value_and_says_which_it_was(desk):
    rule({"period_days": 21}, network_id=desk.network)
    rule({"period_days": 7, "fine_a_day": 500}, item_type="book")
    rule({"period_days": 3}, network_id=desk.network, space_id=desk.a)
    rule({"fine_a_day": 900}, network_id=desk.network, space_id=desk.a, category="child")
    decided = queries.decided(case(desk))
    assert {name: decided[name].value for name in ("period_days", "fine_a_day", "items_at_once")} == {
        "period_days": 3, "fine_a_day": 500, "items_at_once": 10}
    assert queries.decided(case(desk, category="child"))["fine_a_day"].value == 900
    assert queries.decided(case(desk, space=desk.b))["period_days"].value == 21
    [said] = queries.why([decided["period_days"]])
    assert said.in_("th") == "ยืมได้กี่วัน 3 วัน ตามกติกา: ห้องสมุด a"


def test_a_change_is_seen_at_once(desk):
    assert queries.decided(case(desk))["period_days"].value == 14
    row = rule({"period_days": 5}, network_id=desk.network)
    assert queries.decided(case(desk))["period_days"].value == 5
    actions.remove_rule(actor=HOUSE, at=AT, rule_id=row)
    assert queries.decided(case(desk))["period_days"].value == 14


def test_a_table_with_a_hole_is_refused_and_stays_as_it_was(desk):
    less = {name: value for name, value in PLAIN.items() if name != "period_days"}
    with pytest.raises(ruling.RuleTableHole, match="ยืมได้กี่วัน"):
        rule(less)
    everywhere = RuleRow.objects.get(network=None, item_type="", category="", language="")
    with pytest.raises(ruling.RuleTableHole):
        actions.remove_rule(actor=HOUSE, at=AT, rule_id=everywhere.id)
    assert queries.decided(case(desk))["period_days"].value == 14
    rule({"period_days": 9}, item_type="book")
    with pytest.raises(ruling.RuleTableHole):
        rule(less)


@pytest.mark.parametrize(("says", "refused"), [
    ({}, ruling.RuleSaysNothing),
    ({"period_days": 0}, ruling.RuleValueWrong),
    ({"period_days": "14"}, ruling.RuleValueWrong),
    ({"period_days": True}, ruling.RuleValueWrong),
    ({"fine_a_day": -1}, ruling.RuleValueWrong),
    ({"lends": 1}, ruling.RuleValueWrong),
    ({"returned": "moon"}, ruling.RuleValueWrong),
    ({"fixed_due_on": "2026-02-30"}, ruling.RuleValueWrong),
    ({"colour": 3}, ruling.RuleValueWrong),
])
def test_what_a_value_does_not_take_is_refused(desk, says, refused):
    with pytest.raises(refused):
        rule(says)


@pytest.mark.parametrize("scope", [{"item_type": "ghost"}, {"category": "king"}, {"language": "thai"}, {"language": "TH1"}])
def test_a_scope_that_nothing_has_is_refused(desk, scope):
    with pytest.raises(ruling.RuleScopeWrong):
        rule({"period_days": 5}, **scope)


def test_a_space_is_named_with_its_own_network(desk):
    with pytest.raises(ruling.RuleScopeWrong):
        rule({"period_days": 5}, space_id=desk.a)


def test_who_keeps_one_network_says_nothing_of_another_nor_of_the_country(desk):
    own = staff(role=Role.LIBRARIAN, scope_kind="network", scope_id=desk.network)
    actions.set_rule(actor=own, at=AT, scope=RuleScope(desk.network), says={"period_days": 5})
    with pytest.raises(NotAllowed):
        actions.set_rule(actor=own, at=AT, scope=RuleScope(), says=PLAIN)
    with pytest.raises(NotAllowed):
        actions.set_rule(actor=desk.caretaker, at=AT, scope=RuleScope(desk.network), says={"period_days": 5})
