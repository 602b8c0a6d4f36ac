"""A survey is made over HTTP, without JavaScript."""

import io
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rianru.core.actors import Role
from rianru.kernel.formats import xlsform
from rianru.kernel.questions.editing import find
from rianru.surveys import queries
from rianru.surveys.models import BankQuestion, Survey
from tests.kernel.questions.pieces import EVERYTHING
from tests.people import making

pytestmark = pytest.mark.django_db
SINGLE = {"do": "save", "kind": "single", "name": "q1", "label_th": "มาบ่อยไหม", "asks": "when", "choice-0-th": "บ่อย",
          "choice-1-th": "นาน ๆ ครั้ง", "choice-1-en": "Rarely"}


def seen(answer, status=200):
    """The page, what stands in its fields too."""
    assert answer.status_code == status, answer.status_code
    return unescape(answer.content.decode()).replace("<wbr>", "")


def form_of(code):
    return queries.working_on(Survey.objects.get(code=code)).form


def add(maker, code, **fields):
    return maker.post(f"/surveys/{code}/edit/question/", SINGLE | fields)


def upload(name, content):
    return SimpleUploadedFile(name, content)


def everything(maker, code):
    return maker.post(f"/surveys/{code}/import/", {"file": upload("form.xlsx", xlsform.written(EVERYTHING))})


def test_an_empty_list_leads_to_the_first_survey(maker):
    page = seen(maker.get("/surveys/"))
    assert ("ยังไม่มีแบบสอบถาม" in page, "/surveys/new/" in page) == (True, True)


def test_only_makers_come_in(here, signed_in, code, client):
    assert [client.get(f"/surveys/{path}").status_code for path in ("", "new/", "bank/", f"{code}/")] == [403] * 4
    member, other = signed_in(None), signed_in(Role.CARETAKER, "space", making.space("there", within=making.network("south")).id)
    assert [member.get("/surveys/").status_code, other.get(f"/surveys/{code}/").status_code] == [403, 404]
    unproven = signed_in(Role.LIBRARIAN, "network", here.network_id, shown=False)
    assert unproven.get(f"/surveys/{code}/").status_code == 302
    analyst = signed_in(Role.ANALYST, "network", here.network_id)
    assert [analyst.get(f"/surveys/{code}/edit/").status_code, analyst.get("/surveys/new/").status_code] == [200, 403]
    assert analyst.post(f"/surveys/{code}/edit/question/", SINGLE).status_code == 403


def test_a_question_is_typed_saved_and_stands_in_the_outline(maker, code):
    assert add(maker, code).url == f"/surveys/{code}/edit/#q-q1"
    form = form_of(code)
    assert [(choice.code, choice.label.th) for choice in form.lists[0].choices] == [("1", "บ่อย"), ("2", "นาน ๆ ครั้ง")]
    page = seen(maker.get(f"/surveys/{code}/edit/"))
    assert ("มาบ่อยไหม" in page, "บ่อย · นาน ๆ ครั้ง" in page, "พร้อมเผยแพร่" in page) == (True, True, True)


@pytest.mark.parametrize("kind", [
    "single", "multiple", "ranking", "matrix", "rubric", "number", "text", "date", "time", "place", "photo", "file",
    "consent", "note", "calculation",
])  # fmt: skip
def test_every_kind_has_a_form_and_a_picture_and_comes_back_as_it_was(maker, code, kind):
    typed = {
        "do": "save", "kind": kind, "name": "q1", "label_th": "ข้อ", "label_en": "One", "hint_th": "คำใบ้", "asks": "when",
        "choice-0-th": "ก", "choice-0-code": "a", "row-0-th": "แถว", "level-0-th": "ดี", "level-0-points": "2",
        "level-0-mth": "ทำได้เอง", "unit_th": "ปี", "least": "๕", "most": "120", "letters": "50", "files": "3", "area": "on",
        "works": "1 + 1", "required": "yes" if kind not in ("note", "calculation") else "",
    }
    assert seen(maker.get(f"/surveys/{code}/edit/question/?kind={kind}"))
    assert maker.post(f"/surveys/{code}/edit/question/", typed).status_code == 302
    before = find(form_of(code), "q1")
    page = maker.get(f"/surveys/{code}/edit/question/q1/")
    context = page.context
    sent = {"do": "save", "was": "q1", "seen": context["seen"], **context["typed"].texts}
    sent |= {name: "on" for name, set_ in context["typed"].ticks.items() if set_}
    for of, rows in context["typed"].rows.items():
        sent |= {f"{of}-{at}-{name}": value for at, row in enumerate(rows) for name, value in row.items()}
    assert maker.post(f"/surveys/{code}/edit/question/q1/", sent).status_code == 302
    assert (find(form_of(code), "q1"), queries.working_on(Survey.objects.get(code=code)).revision) == (before, 2)


def test_the_picture_follows_what_is_typed(maker, code):
    answer = maker.post(f"/surveys/{code}/edit/drawn/", SINGLE | {"was": ""})
    page = seen(answer)
    assert ("มาบ่อยไหม" in page.replace("<wbr>", ""), "<html" in page) == (True, False)
    assert maker.post(f"/surveys/{code}/edit/drawn/", {"kind": "nothing"}).status_code == 200


def test_rows_are_moved_taken_out_and_filled_without_saving(maker, code):
    address = f"/surveys/{code}/edit/question/"
    for do, wanted in (
        ("choice_up:1", ["นาน ๆ ครั้ง", "บ่อย"]), ("choice_down:0", ["นาน ๆ ครั้ง", "บ่อย"]), ("choice_out:0", ["นาน ๆ ครั้ง"]),
        ("ready:yesno", ["บ่อย", "นาน ๆ ครั้ง", "ใช่", "ไม่ใช่"]), ("choice_up:99", ["บ่อย", "นาน ๆ ครั้ง"]),
        ("choice_up:x", ["บ่อย", "นาน ๆ ครั้ง"]), ("refresh", ["บ่อย", "นาน ๆ ครั้ง"]),
    ):
        answer = maker.post(address, SINGLE | {"do": do})
        assert (answer.status_code, [row["th"] for row in answer.context["typed"].rows["choice"]]) == (200, wanted), do
    pasted = maker.post(address, SINGLE | {"do": "refresh", "paste": "- หนึ่ง\n\n• สอง"})
    assert [row["th"] for row in pasted.context["typed"].rows["choice"]][2:] == ["หนึ่ง", "สอง"]
    assert form_of(code).questions == ()


def test_when_it_is_asked_is_chosen_not_written(maker, code):
    add(maker, code)
    address = f"/surveys/{code}/edit/question/"
    typed = {"kind": "text", "name": "q2", "label_th": "ทำไม", "asks": "when", "joint": "and"}
    grown = maker.post(address, typed | {"do": "add_when", "when_new": "q1"})
    assert grown.context["typed"].rows["when"] == [{"column": "q1", "sign": "is", "value": "1"}]
    typed |= {"when-0-column": "q1", "when-0-sign": "is_not", "when-0-value": "2"}
    maker.post(address, typed | {"do": "save"})
    assert find(form_of(code), "q2").relevant == "${q1} != '2'"
    page = seen(maker.get(f"/surveys/{code}/edit/")).replace("<wbr>", "")
    assert "“มาบ่อยไหม” ไม่ได้ตอบว่า “นาน ๆ ครั้ง”" in page
    ruled = maker.post(address, typed | {"do": "as_rule"})
    assert (ruled.context["typed"]["asks"], ruled.context["typed"]["relevant"]) == ("rule", "${q1} != '2'")


def test_half_a_condition_or_a_word_for_a_number_is_said_at_once(maker, code):
    address = f"/surveys/{code}/edit/question/"
    maker.post(address, {"do": "save", "kind": "number", "name": "age", "label_th": "อายุ", "asks": "when"})
    half = {"when-0-column": "age", "when-0-sign": "least", "when-0-value": ""}
    assert "ใส่ตัวเลขที่จะเทียบด้วย" in seen(maker.post(address, SINGLE | half), 422)
    assert "ใส่ตัวเลข เช่น 5" in seen(maker.post(address, {"do": "save", "kind": "number", "name": "n", "least": "หก"}), 422)


def test_a_name_that_is_taken_keeps_what_was_typed(maker, code):
    add(maker, code)
    page = seen(add(maker, code, label_th="อีกข้อหนึ่ง"), 422)
    assert ("ใช้ไปแล้ว" in page or "ซ้ำ" in page, "อีกข้อหนึ่ง" in page) == (True, True)


def test_two_makers_at_one_question_see_both_and_lose_nothing(here, maker, code, signed_in):
    add(maker, code)
    other = signed_in(Role.LIBRARIAN, "network", here.network_id)
    address = f"/surveys/{code}/edit/question/q1/"
    seen_mark = maker.get(address).context["seen"]
    mine, theirs = (SINGLE | {"was": "q1", "seen": seen_mark, "label_th": word} for word in ("ของฉัน", "ของเขา"))
    assert other.post(address, theirs).status_code == 302
    page = seen(maker.post(address, mine), 409).replace("<wbr>", "")
    assert ("ของฉัน" in page, "ของเขา" in page, "สิ่งที่พิมพ์อยู่ครบ" in page) == (True, True, True)
    again = maker.post(address, mine | {"seen": maker.get(address).context["seen"]})
    assert (again.status_code, find(form_of(code), "q1").label.th) == (302, "ของฉัน")


def test_what_was_typed_to_a_question_that_is_gone_can_be_kept_as_a_new_one(maker, code):
    add(maker, code)
    mark = maker.get(f"/surveys/{code}/edit/question/q1/").context["seen"]
    maker.post(f"/surveys/{code}/edit/", {"do": "remove", "name": "q1"})
    answer = maker.post(f"/surveys/{code}/edit/question/q1/", SINGLE | {"was": "q1", "seen": mark})
    assert (answer.status_code, answer.context["was"], "มาบ่อยไหม" in answer.content.decode()) == (409, "", True)
    assert maker.get(f"/surveys/{code}/edit/question/q1/").status_code == 404


def test_questions_are_moved_copied_removed_and_all_of_it_undone(maker, code):
    everything(maker, code)
    address = f"/surveys/{code}/edit/"
    names = lambda: [question.name for question in form_of(code).questions]  # noqa: E731
    first = names()
    for do, name in (("down", "hello"), ("copy", "age"), ("remove", "ok"), ("page_down", "start"), ("page_remove", "end")):
        assert maker.post(address, {"do": do, "name": name}).status_code == 302
    assert "ok" not in names()
    for _ in range(5):
        maker.post(address, {"do": "undo", "revision": maker.get(address).context["working"].revision})
    assert names() == first
    stale = maker.post(address, {"do": "undo", "revision": "1"}, follow=True)
    assert "มีคนแก้ไขข้อมูลนี้ไปก่อนแล้ว" in seen(stale)
    for bad in ({"do": "dance"}, {}):
        assert maker.post(address, bad).status_code == 404
    assert "ถูกลบหรือเปลี่ยนชื่อไปแล้ว" in seen(maker.post(address, {"do": "up", "name": "gone"}, follow=True))


def test_pages_are_named_and_shown_to_some(maker, code):
    add(maker, code)
    made = maker.post(f"/surveys/{code}/edit/page/", {"do": "save", "label_th": "เรื่องงาน", "asks": "when"})
    assert (made.status_code, [page.label.th for page in form_of(code).sections]) == (302, ["", "เรื่องงาน"])
    name = form_of(code).sections[1].name
    address = f"/surveys/{code}/edit/page/{name}/"
    mark = maker.get(address).context["seen"]
    grown = maker.post(address, {"do": "add_when", "when_new": "q1", "asks": "when", "label_th": "เรื่องงาน"})
    assert grown.context["conditions"][0]["column"] == "q1"
    kept = {"do": "save", "seen": mark, "label_th": "งาน", "asks": "when", "when-0-column": "q1", "when-0-sign": "is",
            "when-0-value": "1"}
    assert maker.post(address, kept).status_code == 302
    assert maker.post(address, kept).status_code == 422  # somebody changed it since
    assert form_of(code).sections[1].relevant == "${q1} = '1'"
    assert maker.get(f"/surveys/{code}/edit/page/nowhere/").status_code == 404


def test_a_survey_is_published_opened_closed_copied_and_put_away(maker, code):
    address = f"/surveys/{code}/"
    assert "เพิ่มคำถามแรก" in seen(maker.get(address))
    faulty = maker.post(address, {"do": "publish", "revision": "1"})
    assert "ยังไม่มีคำถามเลย" in seen(faulty, 422)
    add(maker, code)
    assert "รุ่น 1" in seen(maker.post(address, {"do": "publish", "revision": "2"}, follow=True))
    assert "แก้วันแล้วลองอีกครั้ง" in seen(maker.post(address, {"do": "open", "closes_on": "2001-01-01"}, follow=True))
    assert "แก้วันแล้วลองอีกครั้ง" in seen(maker.post(address, {"do": "open", "opens_on": "ศุกร์"}, follow=True))
    page = seen(maker.post(address, {"do": "open"}, follow=True))
    assert ("กำลังรับคำตอบ" in page, f"/s/{code}/" in page) == (True, True)
    assert "ปิดแล้ว" in seen(maker.post(address, {"do": "close"}, follow=True))
    copy = maker.post(address, {"do": "copy"})
    assert Survey.objects.get(code=copy.url.split("/")[2]).title_th == "อยากเรียนอะไร (สำเนา)"
    maker.post(address, {"do": "away"})
    assert (code in seen(maker.get("/surveys/")), code in seen(maker.get("/surveys/?away=1"))) == (False, True)
    maker.post(address, {"do": "back"})
    assert maker.post(address, {"do": "explode"}).status_code == 404


def test_settings_are_kept_and_wrong_ones_said_with_what_was_typed(maker, code):
    address = f"/surveys/{code}/settings/"
    good = {"do": "save", "title_th": "ชื่อใหม่", "purpose_th": "เพื่อวางแผน", "asking": "identified", "languages": ["th"], "once": "on"}
    assert maker.post(address, good).status_code == 302
    survey = Survey.objects.get(code=code)
    assert (survey.title_th, survey.asking, survey.once, survey.members_only, survey.languages) == (
        "ชื่อใหม่", "identified", True, True, ["th"])
    page = seen(maker.post(address, good | {"title_th": "", "purpose_th": "ยังอยู่"}), 422)
    assert ("ตั้งชื่อแบบสอบถามก่อน" in page, "ยังอยู่" in page) == (True, True)
    assert "เลือกอย่างน้อยหนึ่งภาษา" in seen(maker.post(address, good | {"languages": []}), 422)


def test_it_is_asked_after_activities_by_a_tap_once_it_can_be(maker, code):
    add(maker, code)
    address = f"/surveys/{code}/settings/"
    assert "เผยแพร่ก่อน" in seen(maker.post(address, {"do": "stand"}), 422)
    maker.post(f"/surveys/{code}/", {"do": "publish", "revision": str(Survey.objects.get(code=code).revision)})
    assert "ต้องเปิดรับคำตอบอยู่" in seen(maker.post(address, {"do": "stand"}), 422)
    maker.post(f"/surveys/{code}/", {"do": "open"})
    assert "คนละหนึ่งคำตอบ" in seen(maker.post(address, {"do": "stand"}), 422)
    maker.post(address, {"do": "save", "title_th": "ชื่อ", "once": "on", "languages": ["th"]})
    assert maker.post(address, {"do": "stand"}).status_code == 302
    assert (Survey.objects.get(code=code).standing, "เลิกใช้" in seen(maker.get(address))) == ("feedback", True)
    assert maker.post(address, {"do": "unstand"}).status_code == 302
    assert Survey.objects.get(code=code).standing == ""


def test_a_quota_of_a_group_is_set_by_choosing(maker, code):
    add(maker, code)
    address = f"/surveys/{code}/settings/"
    grown = maker.post(address, {"do": "add_when", "when_new": "q1", "asks": "when", "quota_th": "คนมาบ่อย", "most": "50"})
    assert ("คนมาบ่อย" in seen(grown), grown.context["conditions"][0]["column"]) == (True, "q1")
    sent = {"do": "quota", "quota_th": "คนมาบ่อย", "most": "50", "asks": "when", "when-0-column": "q1", "when-0-sign": "is",
            "when-0-value": "1"}
    assert maker.post(address, sent).status_code == 302
    (one,) = queries.quotas(Survey.objects.get(code=code))
    assert (one.rule, one.most) == ("${q1} = '1'", 50)
    assert "โควตาต้องมีชื่อ" in seen(maker.post(address, sent | {"most": "มาก"}), 422)
    assert maker.post(address, {"do": "quota_remove", "quota": one.id}).status_code == 302
    assert maker.post(address, {"do": "quota_remove", "quota": "x"}).status_code == 404


def test_versions_say_what_changed_and_an_earlier_state_comes_back(maker, code):
    add(maker, code)
    maker.post(f"/surveys/{code}/", {"do": "publish", "revision": "2"})
    add(maker, code, name="q2", label_th="ข้อใหม่")
    page = seen(maker.get(f"/surveys/{code}/versions/"))
    assert ("ยังไม่เผยแพร่" in page, "ข้อใหม่" in page, "รุ่น 1" in page) == (True, True, True)
    assert maker.post(f"/surveys/{code}/versions/", {"number": "2"}).status_code == 302
    assert [question.name for question in form_of(code).questions] == ["q1"]
    assert "ย้อนได้แค่นี้" in seen(maker.post(f"/surveys/{code}/versions/", {"number": "77"}, follow=True))
    assert "มาบ่อยไหม" in seen(maker.get(f"/surveys/{code}/preview/?version=1")).replace("<wbr>", "")
    assert [maker.get(f"/surveys/{code}/preview/?version={which}").status_code for which in ("9", "x")] == [404, 404]


def test_a_question_goes_into_the_bank_and_from_there_into_another_survey(here, maker, code):
    add(maker, code)
    page = seen(maker.post(f"/surveys/{code}/edit/question/q1/keep/", {"home": f"space:{here.id}"}, follow=True))
    assert "เก็บไว้ในคลังแล้ว" in page
    kept = BankQuestion.objects.get()
    assert "มาบ่อยไหม" in seen(maker.get("/surveys/bank/")).replace("<wbr>", "")
    assert "มาบ่อยไหม" in seen(maker.get(f"/surveys/{code}/edit/question/?q=บ่อย")).replace("<wbr>", "")
    taken = maker.get(f"/surveys/{code}/edit/question/?bank={kept.id}")
    assert (taken.context["typed"]["name"], taken.context["typed"]["bank"]) == ("q2", str(kept.id))
    assert maker.post(f"/surveys/{code}/edit/question/q1/keep/", {"home": f"network:{here.network_id}"}).status_code == 403
    assert "เลิกใช้แล้ว" in seen(maker.post("/surveys/bank/", {"question": kept.id}, follow=True))
    assert maker.post("/surveys/bank/", {"question": "x"}).status_code == 404


def test_a_form_comes_in_and_goes_out_as_it_was(here, maker, code):
    assert everything(maker, code).status_code == 302
    assert form_of(code) == EVERYTHING
    out = maker.get(f"/surveys/{code}/form.xlsx")
    assert xlsform.read(out.content).questionnaire == EVERYTHING
    made = maker.post("/surveys/new/", {"do": "file", "home": f"space:{here.id}", "file": upload("a.xlsx", out.content)})
    assert Survey.objects.get(code=made.url.split("/")[2]).title_en == "What would you like to learn?"


def test_what_is_no_form_is_said_and_changes_nothing(here, maker, code):
    add(maker, code)
    workbook = xlsform.written(EVERYTHING)
    for content, word in ((b"", "ไฟล์"), (b"%PDF-1.7 nothing", "ไฟล์"), (workbook[: len(workbook) // 2], "ไฟล์")):
        answer = maker.post(f"/surveys/{code}/import/", {"file": upload("a.xlsx", content)})
        assert (400 <= answer.status_code < 500, word in answer.content.decode()) == (True, True)
    assert "เลือกไฟล์ .xlsx ก่อน" in seen(maker.post(f"/surveys/{code}/import/", {}), 400)
    assert [question.name for question in form_of(code).questions] == ["q1"]
    assert maker.post("/surveys/new/", {"do": "file", "home": f"space:{here.id}"}).status_code == 400


def test_faults_of_a_form_are_said_by_row(maker, code):
    from rianru.kernel.formats import xlsx

    rows = [["type", "name", "label"], ["select_one colours", "c", "สี"], ["integer", "a", "อายุ"], ["text", "a", "ซ้ำ"]]
    file = io.BytesIO(xlsx.workbook({"survey": rows, "choices": [["list_name", "name", "label"]], "settings": [["form_id"], ["x"]]}))
    page = seen(maker.post(f"/surveys/{code}/import/", {"file": upload("a.xlsx", file.getvalue())}), 422)
    assert ("survey แถว 2" in page, "colours" in page) == (True, True)


def test_what_makes_no_sense_yet_is_not_exported(maker, code):
    assert maker.get(f"/surveys/{code}/form.xlsx").status_code == 422
    assert maker.get(f"/surveys/{code}/form.xlsx?version=x").status_code == 404


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_page_answers_in_both_languages_with_everything_on_it(maker, code, language):
    everything(maker, code)
    maker.post(f"/surveys/{code}/", {"do": "publish", "revision": "2"})
    names = [f"edit/question/{question.name}/" for question in EVERYTHING.questions]
    for path in ("", "edit/", "edit/question/", "edit/page/", "edit/page/about/", "preview/", "settings/", "versions/", "import/", *names):
        assert maker.get(f"{language}/surveys/{code}/{path}").status_code == 200, path
    assert [maker.get(f"{language}/surveys/{path}").status_code for path in ("", "new/", "bank/")] == [200] * 3


def test_rules_that_go_round_are_said_on_screen_and_in_a_file_and_published_nowhere(maker, code):
    from rianru.kernel.formats import xlsx

    for name, rule in (("a", "${b} = '1'"), ("b", "${a} = '1'")):
        add(maker, code, name=name, asks="rule", relevant=rule)
    page = seen(maker.get(f"/surveys/{code}/edit/"))
    assert "กฎวนกลับมาหากันเอง" in page
    for path in ("edit/question/a/", "preview/", "versions/", "settings/", ""):
        assert maker.get(f"/surveys/{code}/{path}").status_code == 200, path
    assert maker.post(f"/surveys/{code}/", {"do": "publish", "revision": "3"}).status_code == 422
    rows = [["type", "name", "label", "relevant"], ["text", "a", "ก", "${b} = '1'"], ["text", "b", "ข", "${a} = '1'"]]
    file = xlsx.workbook({"survey": rows, "choices": [["list_name", "name", "label"]], "settings": [["form_id"], ["x"]]})
    told = seen(maker.post(f"/surveys/{code}/import/", {"file": upload("a.xlsx", file)}), 422)
    assert ("กฎวนกลับมาหากันเอง" in told, "survey แถว 2" in told) == (True, True)


def test_a_file_that_no_questionnaire_needs_is_refused_before_it_is_read(maker, code):
    answer = maker.post(f"/surveys/{code}/import/", {"file": upload("a.xlsx", b"P" * (9 << 20))})
    assert "ไฟล์ใหญ่เกิน 8 MB" in seen(answer, 400)


def test_editing_a_published_survey_leaves_what_people_answer_alone(maker, code):
    add(maker, code)
    maker.post(f"/surveys/{code}/", {"do": "publish", "revision": "2"})
    maker.post(f"/surveys/{code}/edit/", {"do": "remove", "name": "q1"})
    survey = Survey.objects.get(code=code)
    assert [question.name for question in queries.questionnaire_of(queries.current_version(survey.id)).questions] == ["q1"]


def test_rules_are_tried_before_anybody_is_asked(maker, code):
    everything(maker, code)
    address = f"/surveys/{code}/preview/?try=1"
    first = [page["label"].th for page in maker.get(address).context["pages"]]
    assert first == ["เริ่ม", "ปิดท้าย"]
    tried = maker.post(address, {"asked": ["ok", "age"], "a:ok": "yes", "a:age": "34"})
    assert [page["label"].th for page in tried.context["pages"]] == ["เริ่ม", "เกี่ยวกับคุณ", "ปิดท้าย"]
    assert "สิบสามปีให้ผู้ปกครองตอบ" in seen(maker.post(address, {"asked": "age", "a:age": "13"}))
    maker.post(f"/surveys/{code}/edit/question/", SINGLE | {"label_th": ""})
    assert maker.get(address).context["trying"] is False  # what makes no sense yet cannot be tried
