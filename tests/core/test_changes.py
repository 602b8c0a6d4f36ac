"""The change log under long transactions. Real connections: a second one beside the test's own."""

import psycopg
import pytest
from django.db import connection

from rianru.core import changes
from rianru.kernel.ids import new_id

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other():
    """A second session on the test database."""
    params = connection.get_connection_params()
    for name in ("cursor_factory", "context", "server_side_binding", "prepare_threshold"):
        params.pop(name, None)
    with psycopg.connect(**params) as session:
        yield session


def _touch(session, id):
    session.execute(
        "INSERT INTO core_change (kind, object_id, touched_at) VALUES ('thing', %s, clock_timestamp())", [id]
    )


def _read_all(position):
    seen = []
    while entries := changes.read(position, limit=2):
        seen += [entry.object_id for entry in entries]
        position = entries[-1].position
    return seen, position


def test_a_reader_misses_nothing_of_a_long_transaction_under_short_ones(other):
    late, short = new_id(), [new_id() for _ in range(5)]
    _touch(other, late)  # begun first, commits last
    for id in short:
        changes.touch("thing", [id])
    seen, position = _read_all(changes.Position())
    assert seen == []  # nothing above the oldest running transaction may be read yet
    other.commit()
    seen, position = _read_all(position)
    assert seen == [late, *short]


def test_control_a_reader_that_goes_by_row_number_alone_misses_the_long_transaction(other):
    late, short = new_id(), new_id()
    _touch(other, late)
    changes.touch("thing", [short])
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, object_id FROM core_change WHERE id > 0 ORDER BY id")
        naive = cursor.fetchall()
        other.commit()
        cursor.execute("SELECT object_id FROM core_change WHERE id > %s", [naive[-1][0]])
        after = [id for (id,) in cursor.fetchall()]
    assert late not in [id for _, id in naive] + after


def test_a_rolled_back_transaction_leaves_no_change(other):
    _touch(other, new_id())
    other.rollback()
    assert _read_all(changes.Position())[0] == []


def test_the_horizon_is_below_everything_that_may_still_appear(other):
    gone, late = new_id(), new_id()
    changes.touch("thing", [gone])
    _touch(other, late)
    start = changes.horizon()
    other.commit()
    assert _read_all(start)[0] == [late]


def test_pruning_notes_how_far_so_that_an_old_reader_knows_it_missed_something():
    from datetime import UTC, datetime, timedelta

    for _ in range(3):
        changes.touch("thing", [new_id()])
    _, end = _read_all(changes.Position())
    assert changes.pruned_to() == changes.Position()
    assert changes.prune(before=datetime.now(UTC) + timedelta(minutes=1)) == 3
    assert changes.pruned_to() == end
    assert changes.lag(changes.Position()) == (0, 0.0)
