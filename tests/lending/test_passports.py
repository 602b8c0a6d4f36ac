"""A loan stamps the passport of whoever asked for that, in its own transaction, and leads nowhere else."""

import pytest

from rianru.core.models import Fact
from rianru.learning.models import Passport, Stamp
from rianru.lending import actions
from rianru.lending.actions import refusals
from rianru.people import queries as people
from tests.factories import AT


def joined(membership, **more):
    Passport.objects.create(person_id=people.member(membership).person_id, borrowing=True, changed_at=AT, **more)


def test_who_asked_for_stamps_has_one_a_day_and_space_however_many_they_borrow(desk, one):
    desk.out(one, desk.piti)
    assert not Stamp.objects.exists()  # piti did not ask
    desk.back(one)
    joined(desk.mani)
    lent = desk.out(one)
    [stamp] = Stamp.objects.all()
    assert (stamp.kind, stamp.books, stamp.title, stamp.space_id, stamp.source) == ("borrowing", 1, "", desk.a, "loan")
    told = Fact.objects.get(verb="learning.stamped")
    assert (told.subject_key, told.actor_key, told.object_id) == (None, None, None)
    actions.undo_check_out(actor=desk.librarian, at=AT, space_id=desk.a, loan_id=lent.loan_id)
    assert not Stamp.objects.exists()


def test_titles_are_kept_for_whoever_asked_for_them_alone(desk, one):
    joined(desk.mani, titles=True)
    lent = desk.out(one)
    assert list(Stamp.objects.values_list("title", flat=True)) == [lent.title]


def test_a_loan_that_is_refused_leaves_no_stamp(desk, one):
    joined(desk.mani)
    desk.out(one, desk.piti)
    with pytest.raises(refusals.CopyAlreadyOut):
        desk.out(one)
    assert not Stamp.objects.exists()
