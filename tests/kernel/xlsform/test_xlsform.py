"""XLSForms in and out: ours come back the same and pass another program; faults are named by sheet, row and column."""

from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import Workbook, load_workbook
from pyxform.xls2xform import convert

from rianru.kernel.formats import xlsform
from rianru.kernel.questions import (
    Calculation,
    Matrix,
    Multiple,
    Number,
    Photo,
    Place,
    Questionnaire,
    Row,
    Section,
    Single,
    Text,
    check,
)
from rianru.kernel.words import T, speaking
from tests.kernel.questions.generated import questionnaires
from tests.kernel.questions.pieces import EVERYTHING, t

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:openpyxl.*")
HEAD = ["type", "name", "label::ไทย (th)", "label::English (en)"]
LISTS = [["list_name", "name", "label"], ["yn", "y", "ใช่"], ["yn", "n", "ไม่"]]


def book(survey, choices=LISTS, form=(["form_id"], ["f1"])):
    """A workbook written by another hand than ours."""
    made = Workbook()
    for name, rows in {"survey": survey, "choices": choices, "settings": form}.items():
        sheet = made.create_sheet(name)
        for row in rows or ():
            sheet.append(row)
    made.remove(made.worksheets[0])
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def said(survey, choices=LISTS):
    with pytest.raises(xlsform.FormFaulty) as refused, speaking("en"):
        xlsform.read(book(survey, choices))
    return [(fault.place.sheet, fault.place.row, fault.place.column, fault.why.code) for fault in refused.value.faults]


def test_a_questionnaire_with_everything_comes_back_the_same():
    form = xlsform.read(xlsform.written(EVERYTHING))
    assert form.questionnaire == EVERYTHING
    assert form.left == ()


def test_the_same_questionnaire_is_the_same_file():
    assert xlsform.written(EVERYTHING) == xlsform.written(EVERYTHING)


def test_another_program_takes_ours_with_questions_lists_and_both_languages():
    taken = convert(xlsform.written(EVERYTHING), file_type=".xlsx")
    assert 'lang="ไทย (th)" default="true()"' in taken.xform
    for words in ("ขอเวลาห้านาที", "I agree to answer", "อื่น ๆ", "ทอผ้า", 'type="odk:rank"'):
        assert words in taken.xform
    assert "(. &gt;= 0 and . &lt;= 120) and (. != 13)" in taken.xform


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(questionnaires())
def test_any_questionnaire_comes_back_the_same(form):
    check(form)
    assert xlsform.read(xlsform.written(form)).questionnaire == form


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(questionnaires())
def test_any_questionnaire_passes_another_program(form):
    assert convert(xlsform.written(form), file_type=".xlsx").xform


def test_a_form_of_others_is_understood():
    form = xlsform.read(book([
        ["type", "name", "label", "label::English", "required", "relevance", "appearance", "parameters", "media::image"],
        ["start", "start"], ["today", "today"],
        ["text", "who", "ชื่อ", "Name", "yes"],
        ["begin group", "g", "กลุ่ม"],
        ["select one yn or_other", "q1", "ชอบไหม", "", "${who} != ''", "", "minimal", "", "a.png"],
        ["begin_group", "inner", "", "", "", "${q1} = 'y'"],
        ["int", "age", "อายุ"], ["range", "scale", "", "Scale", "", "", "", "start=0 end=1 step=0.5"],
        ["end group"],
        ["photo", "pic", "รูป"], ["geopoint", "where", "ที่ไหน"],
        ["end_group"],
        ["begin_group", "table", "ตาราง", "", "", "", "table-list"],
        ["select_one yn", "r1", "แถวหนึ่ง", "", "true()"], ["select_one yn", "r2", "แถวสอง", "", "TRUE"],
        ["end_group"],
        [], ["select_multiple yn", "last", "สุดท้าย", "", "", "", "multiline"],
    ]))  # fmt: skip
    pages = [(page.name, page.relevant, [each.name for each in page.questions]) for page in form.questionnaire.sections]
    assert pages == [
        ("page_1", "", ["today", "who"]), ("g", "", ["q1"]), ("inner", "${q1} = 'y'", ["age", "scale"]),
        ("g_2", "", ["pic", "where"]), ("page_2", "", ["table", "last"]),
    ]
    kinds = {each.name: each for each in form.questionnaire.questions}
    assert kinds["today"] == Calculation(name="today", works="today()")
    assert kinds["who"] == Text(name="who", label=t("ชื่อ", "Name"), required=True)
    assert kinds["q1"] == Single(name="q1", label=t("ชอบไหม"), choices="yn", other=True, required_if="${who} != ''", appearance="minimal")
    assert kinds["scale"] == Number(name="scale", label=t("", "Scale"), least=0, most=1, step=0.5, decimal=True)
    assert kinds["pic"] == Photo(name="pic", label=t("รูป"))
    assert kinds["where"] == Place(name="where", label=t("ที่ไหน"), area=False, point=True)
    assert kinds["table"] == Matrix(
        name="table", label=t("ตาราง"), choices="yn", required=True, rows=(Row("r1", t("แถวหนึ่ง")), Row("r2", t("แถวสอง"))))
    assert kinds["last"] == Multiple(name="last", label=t("สุดท้าย"), choices="yn", appearance="multiline")
    with speaking("en"):
        assert [str(each.says) for each in form.left] == [
            "survey row 1 column media::image: this column is not used",
            "survey row 2: this is kept by the platform itself",
            "survey row 7: a group within a group becomes a page of its own",
        ]
    again = xlsform.read(xlsform.written(form.questionnaire))
    assert again.questionnaire == form.questionnaire


def test_columns_of_choices_become_facts_where_they_can_be_named_and_are_left_otherwise():
    form = xlsform.read(book(
        [[*HEAD, "choice_filter"], ["select_one d", "page_1", "ก", "", "province = '50' and points = ''"]],
        [["list_name", "name", "label", "province", "note to self", "points", "media::image"], ["d", "a", "ก", "50", "x", 3, "a.png"]]))
    assert form.questionnaire.lists[0].choices[0].facts == (("province", "50"),)
    assert [each.place.column for each in form.left] == ["note to self", "media::image"]
    assert form.questionnaire.sections[0].name == "page_2"


def test_a_table_whose_rows_differ_stays_a_page():
    form = xlsform.read(book([
        [*HEAD, "appearance", "relevant"], ["text", "a", "ก"], ["begin_group", "g", "ตาราง", "", "table-list"],
        ["select_one yn", "r1", "หนึ่ง"], ["select_one yn", "r2", "สอง", "", "", "${a} = 'x'"], ["end_group"],
    ]))
    assert [(page.name, len(page.questions)) for page in form.questionnaire.sections] == [("page_1", 1), ("g", 2)]


@pytest.mark.parametrize(("survey", "choices", "faults"), [
    ([HEAD, ["select_one gone", "q", "ก"]], LISTS, [("survey", 2, "type", "questions.list_unknown")]),
    ([[*HEAD, "relevant"], ["text", "a", "ก", "", "${b} = ''"], ["text", "b", "ข", "", "${a} = ''"]], LISTS,
     [("survey", 2, "relevant", "questions.rules_circular")]),
    ([HEAD, ["slect_one yn", "q", "ก"]], LISTS, [("survey", 2, "type", "xlsform.type_unknown")]),
    ([HEAD, ["", "q", "ก"]], LISTS, [("survey", 2, "type", "xlsform.type_unknown")]),
    ([HEAD, ["select_one", "q", "ก"]], LISTS, [("survey", 2, "type", "xlsform.list_unnamed")]),
    ([HEAD, ["text", "q", "ก"], ["text", "q", "ข"]], LISTS, [("survey", 3, "name", "questions.name_twice")]),
    ([HEAD, ["text", "ชื่อ", "ก"], ["text", "2a", "ก"], ["text", "", "ก"]], LISTS,
     [("survey", row, "name", "questions.name_bad") for row in (2, 3, 4)]),
    ([HEAD, ["text", "q"]], LISTS, [("survey", 2, "label", "questions.label_missing")]),
    ([HEAD], LISTS, [("survey", 0, "", "xlsform.sheet_empty")]),
    ([], LISTS, [("survey", 1, "", "xlsform.column_missing"), ("survey", 1, "", "xlsform.column_missing")]),
    ([["type", "label"], ["text", "ก"]], LISTS, [("survey", 1, "", "xlsform.column_missing")]),
    ([HEAD, ["begin_repeat", "r", "ก"], ["text", "q", "ก"], ["end_repeat"]], LISTS,
     [("survey", 2, "type", "xlsform.repeat_not_taken"), ("survey", 4, "type", "xlsform.repeat_not_taken")]),
    ([HEAD, ["begin_group", "g"], ["text", "q", "ก"]], LISTS, [("survey", 2, "type", "xlsform.group_open")]),
    ([HEAD, ["text", "q", "ก"], ["end_group"]], LISTS, [("survey", 3, "type", "xlsform.group_not_open")]),
    ([[*HEAD, "relevant"], ["text", "q", "ก", "", "${gone} ="], ["text", "p", "ก", "", "${gone} = 1"]], LISTS,
     [("survey", 2, "relevant", "questions.rule_unclear"), ("survey", 3, "relevant", "questions.name_unknown")]),
    ([[*HEAD, "constraint"], ["text", "q", "ก", "", "regex(., '(?=a)')"], ["text", "p", "ก", "", "pulldata('x')"]], LISTS,
     [("survey", 2, "constraint", "questions.pattern_unclear"), ("survey", 3, "constraint", "questions.function_unknown")]),
    ([[*HEAD, "calculation"], ["integer", "q", "ก", "", "1 + 1"], ["calculate", "c"]], LISTS,
     [("survey", 2, "calculation", "xlsform.not_taken"), ("survey", 3, "calculation", "questions.works_missing")]),
    ([[*HEAD, "default"], ["integer", "q", "ก", "", "many"]], LISTS, [("survey", 2, "default", "questions.default_unfit")]),
    ([[*HEAD, "parameters"], ["range", "q", "ก", "", "start=x"], ["range", "p", "ก", "", "start=9 end=1"]], LISTS,
     [("survey", 2, "parameters", "xlsform.not_a_number"), ("survey", 3, "constraint", "questions.bounds_crossed")]),
    ([HEAD, ["text", "q", "สวัสดี ${gone}"]], LISTS, [("survey", 2, "label", "questions.name_unknown")]),
    ([HEAD, ["select_one yn", "q", "ก"]], [*LISTS, ["yn", "y", "อีก"]], [("choices", 2, "list_name", "questions.name_twice")]),
    ([HEAD, ["select_one yn", "q", "ก"]], [*LISTS, ["yn", "a b", "อีก"]], [("choices", 2, "list_name", "questions.code_bad")]),
    ([HEAD, ["text", "q", "ก"]], [["name", "label"], ["a", "ก"]], [("choices", 1, "", "xlsform.column_missing")]),
])  # fmt: skip
def test_what_must_be_mended_is_named_by_sheet_row_and_column(survey, choices, faults):
    assert said(survey, choices) == faults


def test_a_fault_is_said_in_both_languages():
    with pytest.raises(xlsform.FormFaulty) as refused:
        xlsform.read(book([HEAD, ["select_one gone", "q", "ก"]]))
    assert refused.value.text("th") == (
        "แบบฟอร์มนี้มี 1 จุดที่ต้องแก้ก่อน จุดแรก: survey แถว 2 คอลัมน์ type: "
        "ยังไม่มีรายการตัวเลือกชื่อ “gone” เพิ่มรายการนี้ หรือดูตัวสะกด")
    assert refused.value.text("en") == (
        "Places to mend before this form can be taken: 1. The first: survey row 2 column type: "
        "There is no choice list “gone”. Add it, or look at the spelling.")


def test_a_workbook_without_a_sheet_of_questions_is_refused_by_name():
    made = Workbook()
    written = BytesIO()
    made.save(written)
    from rianru.kernel.formats.xlsform.faults import SurveyMissing

    with pytest.raises(SurveyMissing):
        xlsform.read(written.getvalue())


def test_what_another_program_saved_again_comes_back_the_same():
    opened = load_workbook(BytesIO(xlsform.written(EVERYTHING)))
    saved = BytesIO()
    opened.save(saved)
    assert xlsform.read(saved.getvalue()).questionnaire == EVERYTHING


def test_other_beside_a_filter_comes_back():
    form = Questionnaire("f", T("", "Form"), (Section("s", questions=(
        Single(name="q", label=t("ก"), choices="districts", choice_filter="province = '50'", other=True),)),), EVERYTHING.lists)
    check(form)
    assert xlsform.read(xlsform.written(form)).questionnaire == form
