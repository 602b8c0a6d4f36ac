from rianru.kernel.questions.codebook import HEADINGS, codebook, codes_of, way_of
from tests.kernel.questions.pieces import ANSWERED, EVERYTHING

ROWS = {row[0]: dict(zip(HEADINGS, row, strict=True)) for row in codebook(EVERYTHING)}


def test_the_codebook_has_a_row_for_every_column_of_a_response():
    assert list(ROWS) == ["column", *(column.name for question in EVERYTHING.questions for column in question.columns)]
    assert ANSWERED.keys() <= ROWS.keys()


def test_a_row_says_what_a_number_a_choice_and_a_row_of_a_table_mean():
    assert {key: text for key, text in ROWS["age"].items() if text} == {
        "column": "age", "page": "start", "kind": "number", "question_th": "อายุ", "question_en": "Age", "unit_th": "ปี",
        "unit_en": "years", "least": "0", "most": "120", "required": "yes",
    }
    assert ROWS["topics"]["choices"] == (
        "cook = ทำอาหาร / Cooking; weave = ทอผ้า / Weaving; phone = ใช้มือถือ {สมาร์ต} / Phones; other = อื่น ๆ / Other")
    assert (ROWS["topics_other"]["row_th"], ROWS["topics_other"]["choices"]) == ("อื่น ๆ", "")
    assert (ROWS["near"]["question_en"], ROWS["near"]["row_en"]) == ("Your views", "It is near")
    assert ROWS["skill"]["choices"] == "new = เริ่มต้น / New (0); able = ทำได้ / Able (3)"
    assert ROWS["adult"]["calculation"] == "if(${age} >= 20, 'yes', 'no')"


def test_every_column_has_a_way_to_be_summed_up():
    ways = {column.name: way_of(question, column) for question in EVERYTHING.questions for column in question.columns}
    assert ways == {
        "ok": "agreed", "age": "amounts", "province": "shares", "district": "shares", "topics": "several",
        "topics_other": "words", "order": "ranks", "near": "shares", "cheap": "shares", "adult": "words", "why": "words",
        "mobile": "words", "when": "days", "hour": "clock", "home": "areas", "village": "areas", "pin": "areas",
        "picture": "attached", "paper": "attached", "hours": "amounts", "skill": "shares",
    }


def test_codes_are_counted_in_the_order_of_the_list():
    topics = next(each for each in EVERYTHING.questions if each.name == "topics")
    assert codes_of(EVERYTHING, topics, topics.columns[0]) == ("cook", "weave", "phone", "other")
    assert codes_of(EVERYTHING, topics, topics.columns[1]) == ()
