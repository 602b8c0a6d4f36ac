"""What one scan asks of the database: so many statements, however much a member has out. Time is what it costs."""

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rianru.core import prepared
from rianru.lending import actions
from tests.lending import making as lending
from tests.people import making
from tests.web.lending.test_desk import hidden, lead

pytestmark = pytest.mark.django_db
OUT, BACK, CARD = 13, 9, 5


@pytest.fixture
def table(table):
    """At a desk that was chosen, with a session that signing in made: as every day."""
    session = table.browser.session
    UserSession.objects.create(user_id=session["_auth_user_id"], session_key=session.session_key, ip="127.0.0.1")
    table.browser.post("/desk/where/", {"space": table.net.here.code})
    return table


@pytest.fixture
def lent(table):
    """`lent(n)`: the member has n things out."""
    lending.rule(lending.PLAIN | {"items_at_once": 100})

    def lend(many):
        at = timezone.now()
        for barcode in lending.copies(lending.work("มาก"), *[table.net.here.id] * many):
            actions.check_out(actor=making.MACHINE, at=at, space_id=table.net.here.id, barcode=barcode,
                              membership_id=table.member.membership_id)

    return lend


def asked(table, text, **given):
    """What a scan said, and how many statements it took: without those that begin and end a transaction."""
    with CaptureQueriesContext(connection) as seen:
        said = table.scan(text, **given)
    sent = [one["sql"] for one in seen.captured_queries if "SAVEPOINT" not in one["sql"]]
    return said, len(sent), sent


@pytest.mark.parametrize("many", [3, 50])
def test_a_scan_takes_as_many_statements_however_much_the_member_has_out(table, lent, many):
    lent(many)
    came, card, _ = asked(table, table.member.card)
    member = hidden(came, "member")
    asked(table, table.copies[0], member=member)  # the first loan of a month is counted, and the rules are read
    out, lending_took, sent = asked(table, table.copies[1], member=member)
    back, taking_took, _ = asked(table, table.copies[1], mode="in")
    assert ("ให้ยืมแล้ว" in lead(out), "รับคืนแล้ว" in lead(back)) == (True, True)
    assert (card, lending_took, taking_took) == (CARD, OUT, BACK), sent


def test_control_one_statement_more_is_counted_where_it_is_prepared_too(table, monkeypatch):
    from rianru.web.lending import desk

    usual = desk.came_back
    monkeypatch.setattr(desk, "came_back", lambda seat: prepared.rows("SELECT 1 WHERE %s", [True]) and usual(seat))
    asked(table, table.copies[0], mode="in")
    with_one_more = asked(table, table.copies[0], mode="in")[1]
    monkeypatch.undo()
    assert with_one_more == asked(table, table.copies[0], mode="in")[1] + 1
