"""TRUST rows *acknowledged is durable* and *safe retry*: ten thousand requests of desks over HTTP, three tenths of whose
answers are lost on the line, while the web is killed a hundred times and the database twenty times.

Each desk asks again, with the same key, until it is answered. Afterwards the tables hold what was acknowledged, once, and
nothing half. The controls leave out what keeps the promise: a commit that is not awaited, and a key that changes.
That many in `make trust`; a tenth of it where this file is run by itself.
"""

import time
from collections import Counter

import pytest

from rianru.config.embedded.place import DATABASE as DATABASE_NAME
from tests.trust.desks.house import counted, ended, lending_house, told

pytestmark = [pytest.mark.trust, pytest.mark.kill, pytest.mark.slow, pytest.mark.timeout(1500)]
DESKS, COPIES = 5, 6
REQUESTS, DROPPED = 10_000, 0.3
WEB, DATABASE, APART = 100, 20, 30  # kills; requests between two of them
KEPT = "SELECT key FROM core_answeronce WHERE answer IS NOT NULL"
FACTS = {"out": "lending.lent", "in": "lending.returned", "use": "lending.used_in_house", "deposit": "treasury.deposit_taken"}
TORN = """SELECT item.barcode FROM catalogue_item AS item
LEFT JOIN lending_loan AS loan ON loan.item_id = item.id AND loan.returned_at IS NULL
WHERE (item.state = 'on_loan') <> (loan.id IS NOT NULL)"""


@pytest.fixture(scope="module")
def house():
    with lending_house(desks=DESKS, copies=COPIES) as made:
        yield made


@pytest.fixture
def effects(house):
    """What this test has brought about, by kind, as facts and as rows that facts are about."""
    def seen():
        facts = dict(house.asks("SELECT verb, count(*) FROM core_fact GROUP BY 1"))
        [(loans, back)] = house.asks("SELECT count(*), count(returned_at) FROM lending_loan")
        [(moved,)] = house.asks("SELECT count(*) FROM treasury_transaction")
        return Counter({kind: facts.get(verb, 0) for kind, verb in FACTS.items()}
                       | {"loans": loans, "ended loans": back, "moves of money": moved})

    before = seen()
    return lambda: {kind: many - before[kind] for kind, many in seen().items()}


def expected(keys):
    """The same, as it was told to the desks."""
    told_of = counted(keys)
    return {kind: told_of[kind] for kind in FACTS} | {
        "loans": told_of["out"], "ended loans": told_of["in"], "moves of money": told_of["deposit"]}


def lost(house, keys):
    """Keys of what was acknowledged and is not there."""
    return sorted(set(keys) - {key for (key,) in house.asks(KEPT)})


def unsound(house):
    """Copies that their loan does not know, entries that do not sum to nought."""
    return house.asks(TORN) + [(sum_,) for (sum_,) in house.asks("SELECT sum(satang) FROM treasury_entry") if sum_]


def await_requests(tellers, more):
    """Until the desks have sent so many more."""
    wanted = sum(one.told.asked for one in tellers) + more
    while sum(one.told.asked for one in tellers) < wanted and any(one.is_alive() for one in tellers):
        time.sleep(0.005)


def test_what_desks_were_told_is_there_once_whatever_line_is_cut_and_whoever_is_killed(house, effects, pytestconfig):
    part = 1 if "trust" in pytestconfig.option.markexpr else 10
    tellers = house.crowd(drop=DROPPED, most=REQUESTS // DESKS // part)
    for turn in range(WEB // part):
        await_requests(tellers, APART)
        house.kill_web(turn)
        if turn % (WEB // DATABASE) == 0:
            house.kill_database()
    assert all(one.is_alive() for one in tellers)  # every kill was under load
    ended(tellers, seconds=1200)
    keys, sent = told(tellers), sum(one.told.asked for one in tellers)
    cut = sum(one.told.dropped + one.told.unanswered for one in tellers)
    assert sent >= REQUESTS // part
    assert cut > sent * DROPPED * 0.8
    assert sum(one.told.unanswered for one in tellers) >= DATABASE // part  # some of the kills were felt
    assert [one.told.wrong for one in tellers] == [[]] * DESKS
    assert lost(house, keys) == []
    assert effects() == expected(keys)
    assert unsound(house) == []
    assert house.asks(KEPT.replace("key", "count(*)")) == [(len(keys),)]


def test_the_same_key_for_something_else_is_refused_and_does_nothing(house, effects):
    tellers = house.crowd(most=1)
    ended(tellers)
    teller = tellers[0]
    key, (_, copy) = next((key, what) for key, what in teller.told.keys.items() if what[0] == "out")
    before = effects()
    form = {"key": key, "text": copy, "mode": "in", "member": ""}
    status, said = teller.ask("/desk/scan/", form)
    assert (status, "รหัสซ้ำ" in said, effects()) == (200, True, before)


def test_control_with_another_key_for_every_try_things_are_done_twice(house, effects):
    tellers = house.crowd(drop=0.5, most=40, same=False)
    ended(tellers)
    done, acknowledged = effects(), expected(told(tellers))
    assert done["moves of money"] > acknowledged["moves of money"]
    assert done["use"] > acknowledged["use"]


def test_control_a_commit_that_is_not_awaited_is_lost_when_the_database_is_killed(house):
    house.asks(f"ALTER DATABASE {DATABASE_NAME} SET synchronous_commit = off")
    tellers, tries = [], 0
    while not lost(house, told(tellers)) and (tries := tries + 1) <= 8:
        house.kill_database()  # nobody keeps a session of before
        tellers = house.crowd(most=10**9)
        await_requests(tellers, 60)
        house.kill_database()
        for one in tellers:
            one.over.set()
        for one in tellers:
            one.join(60)
    assert lost(house, told(tellers)) != []
