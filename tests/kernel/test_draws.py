"""Drawing seats: published, repeated by anybody, with a reason for each."""

from collections import Counter
from hashlib import sha256

import pytest

from rianru.kernel.draws import Entry, Outcome, commitment, digest, drawn, new_seed, ticket

SEED = "00" * 32


def entries(*rows):
    return [Entry(code, size, place, groups) for place, (code, size, groups) in enumerate(rows, 1)]


def test_a_ticket_is_what_anybody_computes_with_any_sha_256():
    found = entries(("b", 2, {"elder": 1, "first_time": 2}), ("a", 1, {}))
    listed = sha256(b"a 1 2\nb 2 1 elder=1,first_time=2\n").hexdigest()
    assert digest(found) == listed
    assert ticket(SEED, listed, "a") == sha256(f"{SEED}:{listed}:a".encode()).hexdigest()
    assert commitment(SEED) == sha256(SEED.encode()).hexdigest()


def test_the_same_list_and_seed_give_the_same_seats_however_the_list_is_ordered():
    found = entries(*((f"e{n:02}", 1 + n % 3, {"elder": n % 2}) for n in range(30)))
    one = drawn(found, seats=20, quotas=[("elder", 4)], seed=SEED)
    assert one == drawn(list(reversed(found)), seats=20, quotas=[("elder", 4)], seed=SEED)
    assert one != drawn(found, seats=20, quotas=[("elder", 4)], seed="11" * 32)


def test_one_more_on_the_list_draws_new_tickets_for_everybody():
    found = entries(("a", 1, {}), ("b", 1, {}))
    more = entries(("a", 1, {}), ("b", 1, {}), ("c", 1, {}))
    assert ({one.code: one.ticket for one in drawn(found, seats=1, quotas=[], seed=SEED)}.items()
            & {one.code: one.ticket for one in drawn(more, seats=1, quotas=[], seed=SEED)}.items()) == set()


def test_quotas_come_first_in_their_order_and_the_rest_is_open_to_all():
    found = entries(("young", 1, {}), ("old", 1, {"elder": 1}), ("far", 1, {"district": 1}), ("older", 1, {"elder": 1}))
    assert drawn(found, seats=3, quotas=[("district", 1), ("elder", 1)], seed="", by="arrival") == [
        Outcome("young", 1, "", "open"), Outcome("old", 2, "", "elder"), Outcome("far", 3, "", "district"),
        Outcome("older", 4, "", "waiting"),
    ]


def test_who_sits_by_one_quota_counts_for_the_others_too():
    found = entries(("both", 1, {"district": 1, "elder": 1}), ("old", 1, {"elder": 1}), ("young", 1, {}))
    came = drawn(found, seats=2, quotas=[("district", 1), ("elder", 1)], seed="", by="arrival")
    assert [one.why for one in came] == ["district", "open", "waiting"]


def test_a_family_sits_whole_or_not_at_all_and_those_who_fit_sit_instead():
    found = entries(("four", 4, {}), ("three", 3, {}), ("two", 2, {}))
    came = drawn(found, seats=6, quotas=[], seed="", by="arrival")
    assert [(one.code, one.why) for one in came] == [("four", "open"), ("three", "waiting"), ("two", "open")]


def test_no_more_seats_are_given_than_there_are():
    for n in range(200):
        found = entries(*((f"e{m}", 1 + (m * 7 + n) % 5, {"elder": m % 3}) for m in range(40)))
        came = drawn(found, seats=n % 60, quotas=[("elder", 9)], seed=f"{n:064x}")
        size = {one.code: one.size for one in found}
        assert sum(size[one.code] for one in came if one.seated) <= n % 60


def test_everybody_is_drawn_first_about_as_often():
    found = entries(*((code, 1, {}) for code in "abcd"))
    firsts = Counter(drawn(found, seats=1, quotas=[], seed=new_seed())[0].code for _ in range(4_000))
    assert min(firsts.values()) > 850  # 1000 each; five standard deviations are 137


@pytest.mark.parametrize("wrong", [[("a", 1, {}), ("a", 1, {})], [("a", 0, {})]])
def test_a_list_that_could_not_be_told_apart_is_no_list(wrong):
    with pytest.raises(ValueError, match="code of its own"):
        drawn(entries(*wrong), seats=1, quotas=[], seed=SEED)
