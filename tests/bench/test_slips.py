import random

import pytest

from bench.libraries import slips

LONG, SHORT = "ประวัติศาสตร์การปลูกข้าวในภาคเหนือตอนบนของไทย", "เคมี"


def _distance(one, other):
    """Levenshtein, as the textbook has it."""
    row = list(range(len(other) + 1))
    for n, sign in enumerate(one, 1):
        before, row[0] = row[0], n
        for m, against in enumerate(other, 1):
            before, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, before + (sign != against))
    return row[-1]


@pytest.mark.parametrize("title", [LONG, LONG[:13], LONG[:24], "The gardener of the narrow kitchen", "Statistics in wartime"])
def test_a_slip_stays_below_a_tenth_of_the_title(title):
    chance = random.Random(1)
    found = {slips.in_title(title, chance) for _ in range(500)}
    assert len(found) > 10
    assert max(_distance(title, other) for other in found) < slips.letters(title) / 10


def test_a_slip_may_be_two_signs_lost_doubled_or_swapped():
    chance = random.Random(2)
    found = {slips.in_title(LONG, chance) for _ in range(500)}
    assert {_distance(LONG, other) for other in found} >= {1, 2, 3}
    assert {len(other) - len(LONG) for other in found} >= {-2, -1, 0, 1}


def test_a_short_title_and_a_number_stay_as_they_are():
    chance = random.Random(3)
    assert {slips.in_title(SHORT, chance) for _ in range(50)} == {SHORT}
    assert all("2565" in slips.in_title("แนวข้อสอบครูผู้ช่วย 2565", chance) for _ in range(200))


def test_a_tone_mark_can_be_lost():
    chance = random.Random(4)
    assert "การเลียงกบในบ้าน" in {slips.slip("การเลี้ยงกบในบ้าน".replace("ี้", "ี้"), chance) for _ in range(300)}
