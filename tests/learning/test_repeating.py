"""`rianru repeat-draw`: on any machine, without a database."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from rianru.kernel import draws
from rianru.learning.management.commands.repeat_draw import DrawDiffers, NotADraw


@pytest.fixture
def told(tmp_path):
    """A published draw, and a way to write it with changes."""
    seed = draws.new_seed()
    entries = [draws.Entry(f"C{n:02}", 1 + n % 3, n + 1, {"elder": n % 2, "district:5601": int(n % 4 == 0)}) for n in range(30)]
    quotas = [("elder", 4), ("district:5601", 3)]
    came = draws.drawn(entries, seats=20, quotas=quotas, seed=seed)
    published = {
        "by": "lot", "seed": seed, "commitment": draws.commitment(seed), "seats": 20,
        "quotas": [{"group": group, "seats": seats} for group, seats in quotas],
        "entries": [one.line for one in entries],
        "outcome": [{"rank": one.rank, "code": one.code, "ticket": one.ticket, "why": one.why} for one in came],
    }

    def written(**change):
        path = tmp_path / "draw.json"
        path.write_text(json.dumps(published | change))
        return path, published

    return written


def said(path) -> str:
    out = StringIO()
    call_command("repeat_draw", str(path), stdout=out)
    return out.getvalue()


def test_what_was_published_is_the_same_rank_for_rank(told):
    assert "30" in said(told()[0])


def test_another_number_of_seats_a_swapped_outcome_and_a_missing_entry_are_seen(told):
    outcome = told()[1]["outcome"]
    for change in ({"seats": 3}, {"outcome": [outcome[1], outcome[0], *outcome[2:]]}, {"outcome": outcome[:-1]},
                   {"entries": told()[1]["entries"][1:]}):
        with pytest.raises(DrawDiffers):
            said(told(**change)[0])


def test_another_seed_and_what_is_no_draw_are_refused_by_name(told, tmp_path):
    for change in ({"seed": "00" * 32}, {"entries": ["C01 one 1"]}, {"quotas": None}, {"outcome": [{}]}):
        with pytest.raises(NotADraw):
            said(told(**change)[0])
    for text in ("", "[]", "{", '"draw"'):
        (tmp_path / "draw.json").write_text(text)
        with pytest.raises(NotADraw):
            said(tmp_path / "draw.json")
    with pytest.raises(NotADraw):
        said(tmp_path / "nowhere.json")
