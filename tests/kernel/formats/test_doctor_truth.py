"""The doctor against files broken in every way, with the truth beside them: mended, or said, never silently wrong."""

from collections import Counter
from io import BytesIO

import pytest

from rianru.kernel.formats.marc import NotMarc, Unreadable, headline, read, split
from rianru.kernel.formats.marc.doctor import treat
from tests.factories import broken

CASES = 60


def judge(case, treated=treat):
    """What became of each record of a case: right, reported (an error or a loss is said), or silent."""
    truths = [case.truth, *([case.after] if case.after else [])]
    try:
        chunks = list(split(BytesIO(case.raw)))
    except NotMarc:
        return ["reported"] * len(truths)
    if len(chunks) != len(truths):
        return ["silent"] * len(truths)
    return [_judged(treated(chunk.raw), truth) for chunk, truth in zip(chunks, truths, strict=True)]


def _judged(found, truth):
    told = headline(found.record) if found.record else None
    if told == (truth.shown, truth.year, truth.language):
        return "right"
    return "reported" if found.trouble else "silent"


def strictly(raw):
    """The strict reading in the doctor's shape: the control."""
    from rianru.kernel.formats.marc import Treatment

    try:
        return Treatment(read(raw))
    except Unreadable as error:
        return Treatment(None, error=error.reason)


@pytest.mark.parametrize("name", broken.defects())
def test_what_can_be_mended_is_right_and_nothing_is_silently_wrong(name):
    mendable, other = Counter(), Counter()
    for case in broken.cases(CASES, seed=4, only=(name,)):
        (mendable if case.mendable else other).update(judge(case))
    assert mendable["silent"] + other["silent"] == 0
    assert mendable["right"] >= 0.99 * mendable.total()


@pytest.mark.parametrize("name", ["clean", "directory in another order than the fields"])
def test_a_sound_record_comes_back_without_repairs_and_without_losses(name):
    for case in broken.cases(200, seed=5, only=(name,)):
        found = treat(case.raw)
        assert (found.repairs, found.losses, found.error) == ((), (), "")


def test_control_the_strict_reading_gets_most_of_them_wrong():
    outcomes = Counter()
    for case in broken.cases(2 * len(broken.defects()), seed=6):
        outcomes.update(judge(case, strictly))
    assert outcomes["right"] < 0.5 * outcomes.total()
    assert outcomes["silent"] > 20


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("old Thai bytes, flag blank", ("thai_bytes",)),
        ("old Thai bytes, flagged Unicode", ("flag", "thai_bytes")),
        ("lengths of another encoding", ("lengths", "flag", "thai_bytes")),
        ("UTF-8, flag blank", ("flag",)),
        ("UTF-8 read as CP874, twice", ("mojibake",)),
        ("character references", ("references",)),
        ("a subfield mark inside text", ("subfield_mark",)),
        ("a byte order mark before the record", ("bom",)),
        ("008 slipped to the right", ("fixed_shifted",)),
        ("leader a byte short", ("leader",)),
        ("no record end at the end of the file", ("record_end",)),
        ("written delimiters", ("delimiters",)),
        ("CP866 bytes", ("cyrillic_bytes",)),
    ],
)
def test_what_was_mended_is_said(name, said):
    for case in broken.cases(20, seed=8, only=(name,)):
        assert set(said) <= set(treat(case.raw).repairs)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("vowels and tone marks gone", "vowels_lost"),
        ("letters replaced by U+FFFD", "characters_lost"),
        ("letters replaced by question marks", "characters_lost"),
        ("character references, broken", "references_broken"),
        ("UTF-8 with a letter cut in two", "characters_lost"),
    ],
)
def test_what_is_lost_is_said(name, said):
    for case in broken.cases(20, seed=9, only=(name,)):
        if not case.mendable:
            assert said in treat(case.raw).losses
