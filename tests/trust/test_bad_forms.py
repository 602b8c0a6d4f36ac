"""TRUST row *bad input*, of XLSForms: what a spreadsheet can hold is taken whole or refused by name, quickly and small.

Each runs in a process of its own, as catalogue files do; the same harness is run on readers that crash, that take what
makes no sense, and that say nothing.
"""

import sys
from functools import partial

import pytest

from rianru.kernel.formats import xlsform
from rianru.kernel.questions import Questionnaire, Section, Single
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T
from tests.kernel.questions.pieces import EVERYTHING
from tests.trust.broken_forms import forms, taken
from tests.trust.test_bad_input import MEGABYTES, SECONDS, watched

pytestmark = pytest.mark.trust
COUNT, SEED = 1_000, 2569


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_thousand_broken_forms_crash_nothing_and_none_is_half_taken(capsys):
    found = watched(forms(COUNT, SEED), see=taken)
    with capsys.disabled():
        sys.stdout.write(f"\n{found['said']}, slowest {found['slowest']:.3f} s, peak {found['peak']} MB\n")
    assert (found["wrong"], found["count"]) == ([], COUNT)
    assert (found["slowest"] < SECONDS, found["peak"] < MEGABYTES) == (True, True)
    assert min(found["said"]["taken"], found["said"]["refused"]) > COUNT // 20  # neither all well nor all refused


def test_control_the_form_is_whole_before_it_is_broken_and_the_same_seed_breaks_it_alike():
    assert taken(xlsform.written(EVERYTHING)) == ({"taken": 1}, "")
    assert list(forms(30, 7)) == list(forms(30, 7))


def _crashes(file):
    raise IndexError("planted")


def _takes_anything(file):
    missing = Single(name="q1", label=T("ข้อ", "One"), choices="gone")
    return xlsform.Form(Questionnaire("f", sections=(Section("p", questions=(missing,)),)), ())


class Silent(Refused):
    """A refusal that says nothing."""

    code = "tests.silent"
    says = T("ไม่รับ", "No")

    def __str__(self) -> str:
        return " "


def _says_nothing(file):
    raise Silent


@pytest.mark.parametrize(("read", "said"), [
    (_crashes, "IndexError: planted"), (_takes_anything, "Faulty"), (_says_nothing, "refused without a word"),
])
def test_control_a_reader_that_is_wrong_is_caught(read, said):
    found = watched(forms(3, SEED), see=partial(taken, read=read))
    assert (len(found["wrong"]), all(said in one for one in found["wrong"])) == (3, True)
