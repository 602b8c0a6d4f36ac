"""Any questionnaire, right or wrong, and any answers to it."""

from hypothesis import strategies as st

from rianru.kernel.questions import (
    Calculation,
    Choice,
    ChoiceList,
    Consent,
    Date,
    File,
    Level,
    Matrix,
    Multiple,
    Note,
    Number,
    Photo,
    Place,
    Questionnaire,
    Ranking,
    Row,
    Rubric,
    Section,
    Single,
    Text,
    Time,
)
from rianru.kernel.words import T

LABELS = st.sampled_from([("ชื่อ", "Name"), ("ก {x}", ""), ("", "Only <b>"), ("“${q0}”", "${q0}?"), ("บรรทัด\nสอง", "two\nlines")])
CODES = st.lists(st.sampled_from(["a", "b", "c", "1", "ไม่"]), min_size=1, max_size=4, unique=True)


def t(sides):
    return T.verbatim(*sides)


@st.composite
def rules(draw, before):
    """A rule about questions that stand before; blank as often as not."""
    if not before or draw(st.booleans()):
        return ""
    name = draw(st.sampled_from(before))
    return draw(st.sampled_from([
        f"${{{name}}} != ''", f"selected(${{{name}}}, 'a')", f"${{{name}}} > 3 or count-selected(${{{name}}}) = 1",
        f"not(${{{name}}} = 'b') and today() > '2020-01-01'", f"regex(${{{name}}}, '[a-c ]+')",
    ]))  # fmt: skip


@st.composite
def questions(draw, name, before):
    given = {
        "name": name, "label": t(draw(LABELS.filter(lambda sides: before or "$" not in sides[0]))),
        "required": (must := draw(st.booleans())), "required_if": "" if must else draw(rules(before)),
        "relevant": draw(rules(before)), "bank": draw(st.sampled_from(["", "b1"])),
        "constraint": draw(st.sampled_from(["", ". != 'c'", "string-length(.) < 9"])),
    }  # fmt: skip
    kind = draw(st.sampled_from([
        Single, Multiple, Ranking, Matrix, Rubric, Number, Text, Date, Time, Place, Photo, File, Consent, Note, Calculation]))
    if kind is Matrix:
        return Matrix(**given, choices="l0", rows=(Row(f"{name}_r1", t(("แถว", "Row"))), Row(f"{name}_r2", t(("แถว", "")))))
    if kind in (Single, Multiple):
        return kind(**given, choices="l1", other=draw(st.booleans()), choice_filter=draw(st.sampled_from(["", "big = '1'"])))
    more = {
        Ranking: {"choices": "l0"}, Rubric: {"levels": (Level("lo", t(("ต่ำ", "Low")), t(("", "little")), 1), Level("hi", points=5))},
        Number: {"least": draw(st.sampled_from([None, -2.5, 0])), "most": draw(st.sampled_from([None, 10])),
                 "decimal": draw(st.booleans()), "unit": t(("ปี", ""))},
        Text: {"long": draw(st.booleans()), "most": draw(st.sampled_from([5, 2000]))},
        Place: draw(st.sampled_from([{"area": True, "point": False}, {"area": True, "point": True}, {"area": False, "point": True}])),
        Photo: {"most": 2}, Calculation: {"works": draw(rules(before)) or "1 + 1"},
    }  # fmt: skip
    return kind(**given, **more.get(kind, {}))


@st.composite
def questionnaires(draw):
    sections, before = [Section("first", questions=(Text(name="q0", label=t(("คำ", "Word"))),))], ["q0"]
    count = 1
    for place in range(draw(st.integers(1, 3))):
        relevant, inside = draw(rules(before)), []
        for _ in range(draw(st.integers(1, 4))):
            inside.append(draw(questions(f"q{count}", list(before))))
            before += [column.name for column in inside[-1].columns]
            count += 1
        sections.append(Section(f"s{place}", t(draw(LABELS.filter(lambda sides: "$" not in sides[0]))), relevant, tuple(inside)))
    lists = (
        ChoiceList("l0", tuple(Choice(code, t((code, "x"))) for code in draw(CODES))),
        ChoiceList("l1", tuple(Choice(code, t(("", code)), (("big", "1"),)) for code in draw(CODES))),
    )
    sections.append(Section("last", questions=(Note(name="end", label=t(("จบ", "End"))),)))
    return Questionnaire(draw(st.sampled_from(["form", "F-1"])), t(("แบบ", "Form")), tuple(sections), lists)


ANSWERS = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 12), st.integers(), st.floats(), st.text(max_size=8),
    st.sampled_from(["a", "b", "other", "lo", "2026-02-30", "2026-02-28", "09:30", {"area": "50"}, {"latitude": 1, "longitude": 2.5},
                     {"latitude": 1}, {"area": 5}, {}, "๑๒"]),
    st.lists(st.one_of(st.sampled_from(["a", "b", "c", "other", "k1"]), st.integers(), st.lists(st.text(max_size=2), max_size=1)),
             max_size=4),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)  # fmt: skip
