"""Lending and taking back at the desk: what is allowed, what is refused and leaves no trace, what is forgotten."""

from datetime import date

import pytest

from rianru.core.models import Fact, OneOffKey
from rianru.lending.models import Loan
from tests.lending.making import state

pytestmark = pytest.mark.django_db


def test_a_copy_is_lent_until_a_day_that_is_open_and_its_member_is_known_only_while_it_is_out(desk, one):
    lent = desk.out(one)
    assert (lent.due_on, lent.out, lent.most, state(one)) == (date(2026, 12, 5), 1, 10, "on_loan")
    back = desk.back(one)
    assert (back.goes, back.to, back.loan_id, back.fine, state(one)) == ("shelf", desk.a, lent.loan_id, 0, "available")
    assert list(Loan.objects.values_list("membership", "ended_as", "returned_to")) == [(None, "returned", desk.a)]
    assert OneOffKey.objects.count() == 0
    told = Fact.objects.filter(verb__in=["lending.lent", "lending.returned"])
    assert len(set(told.values_list("subject_key", flat=True))) == 1
