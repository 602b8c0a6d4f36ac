"""Guests are forgotten a month after, and what was counted stays."""

from datetime import timedelta

from rianru.core.models import Fact, OneOffKey
from rianru.learning.actions.tending import GUESTS_KEPT
from rianru.learning.models import Party, Seat
from tests.learning.seats_making import SOON, guest, join, tend


def test_a_month_after_the_end_those_without_an_account_are_deleted_with_their_key_and_members_are_not(house):
    session = house.session()
    taken, mine = guest(session), join(session)
    end = SOON + timedelta(hours=2)
    tend(end + GUESTS_KEPT - timedelta(minutes=1))
    assert Party.objects.count() == 2
    facts = Fact.objects.filter(verb="learning.joined").count()
    assert tend(end + GUESTS_KEPT) > 0
    assert list(Party.objects.values_list("id", flat=True)) == [mine.party_id]
    assert Seat.objects.count() == 1
    assert not OneOffKey.objects.filter(object_id=taken.party_id).exists()
    assert Fact.objects.filter(verb="learning.joined").count() == facts
