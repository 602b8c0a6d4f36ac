from types import SimpleNamespace

import pytest

from scripts import docs
from tests.house.checks import words
from tests.house.checks.tree import HOUSE


def _refusal(code, th, en):
    return SimpleNamespace(code=code, says=SimpleNamespace(th=th, en=en))


def test_every_refusal_speaks_thai_and_english():
    from rianru.kernel.refusals import Refused

    docs.load_all()
    registry = {code: one for code, one in Refused.registry().items() if one.__module__.startswith("rianru.")}
    assert len(registry) > 10
    assert words.find_wordless_refusals(registry) == []


@pytest.mark.parametrize(("th", "en", "said"), [
    ("Not now", "Not now", "no Thai"),
    ("ยังไม่ได้", "ยังไม่ได้", "the English has Thai letters"),
    ("เหลือ {n}", "{m} left", "the places differ"),
    ("ยังไม่ได้", " ", "one side is blank"),
])
def test_a_refusal_without_one_of_its_languages_is_found(th, en, said):
    good = _refusal("a.good", "เหลือ {n} ที่", "{n} seats left")
    found = words.find_wordless_refusals({"a.good": good, "a.bad": _refusal("a.bad", th, en)})
    assert len(found) == 1
    assert found[0].startswith(f"a.bad: {said}")


def test_no_two_refusals_share_a_code():
    assert words.find_shared_codes(HOUSE) == []


def test_a_code_used_twice_is_found(plant):
    one = 'class {}(Refused):\n    code = "a.b"\n    says = T("ก", "a")\n'
    root = plant({"rianru/a.py": one.format("A"), "rianru/b.py": "\n" + one.format("B")})
    assert words.find_shared_codes(root) == ["a.b: rianru/a.py:1, rianru/b.py:2"]


def test_every_text_speaks_both_languages():
    assert words.find_half_texts(HOUSE) == []


def test_what_is_counted_is_said_for_one_too():
    assert words.find_lone_plurals(HOUSE) == []


def test_a_word_for_many_alone_is_found(plant):
    root = plant({
        "rianru/a.py": 'T("{n} เล่ม", "{n:,} {n:book|books}")\nT("{n} เล่ม", "{n:,} more books")\nT("{most}", "{most} books")\n',
        "rianru/web/templates/a.html": '{% t "{n} เล่ม" "{n} books late" n=n %}{% t "{n} คน" "{n} people" n=n %}\n',
    })
    assert words.find_lone_plurals(root) == [
        "rianru/a.py:2: {n} books", "rianru/web/templates/a.html:1: {n} books",
    ]


def test_a_half_text_is_found_in_python_and_in_a_template(plant):
    root = plant({
        "rianru/a.py": 'T("ไทย", "Thai")\nT("Thai", "Thai people")\nT("{n} เล่ม", "books")\nT("3", "3")\n',
        "rianru/web/templates/a.html": "{% t 'หน้า' 'Page' %}\n{% t \"หน้า\" \"หน้า\" %}\n",
    })
    assert words.find_half_texts(root) == [
        "rianru/a.py:2: the Thai has no Thai letters: Thai", "rianru/a.py:3: the places differ: {n} เล่ม / books",
        "rianru/web/templates/a.html:2: the English has Thai letters: หน้า",
    ]


def test_no_template_speaks_thai_alone():
    assert words.find_untold_texts(HOUSE) == []


def test_thai_outside_t_is_found(plant):
    root = plant({
        "rianru/web/templates/a.html": '{# หมายเหตุ #}\n{% t "หน้า" "Page" %}\n<p>หน้านี้</p><b>เรียนรู้</b>\n',
        "rianru/web/templates/b.html": '<p>หน้านี้</p><p lang="en">This page</p>',
    })
    assert words.find_untold_texts(root) == ["rianru/web/templates/a.html:3: หน้านี้"]
