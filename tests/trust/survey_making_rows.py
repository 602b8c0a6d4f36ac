"""Rows of the access matrix: who makes surveys, and who looks at what is being made. By hand."""

from typing import Any

from tests.trust.access_matrix import ELSEWHERE, OWN, Row, World, at

BUILDERS = ("administrator", "librarian", "caretaker", "officer")
ANYWHERE = at(OWN + ELSEWHERE, *BUILDERS)  # each makes surveys somewhere
ANYWHERE_SEEN = at(OWN + ELSEWHERE, *BUILDERS, "analyst")
SEES = at(OWN, *BUILDERS, "analyst")  # of the survey's home, a space
BUILDS = at(OWN, *BUILDERS)


def the_making(world: World) -> dict[str, Any]:
    return {"code": world["making_code"]}


def its_question(world: World) -> dict[str, Any]:
    return the_making(world) | {"name": "age"}


QUESTION = {"do": "save", "kind": "text", "name": "fresh", "label_th": "ใหม่", "asks": "when"}
ROWS: dict[str, Row] = {
    "surveys": Row(GET=ANYWHERE_SEEN),
    "survey_new": Row(
        GET=ANYWHERE, POST=BUILDS, data=lambda world: {"do": "make", "title_th": "ก", "home": f"space:{world['space'].id}"}
    ),
    "survey_bank": Row(GET=ANYWHERE_SEEN, POST=BUILDS, data=lambda world: {"question": world["bank_question"]}),
    "survey_overview": Row(GET=SEES, POST=BUILDS, kwargs=the_making, data=lambda world: {"do": "copy"}),
    "survey_edit": Row(GET=SEES, POST=BUILDS, kwargs=the_making, data=lambda world: {"do": "up", "name": "age"}),
    "survey_page_new": Row(GET=SEES, POST=BUILDS, kwargs=the_making, data=lambda world: {"do": "save", "label_th": "ก"}),
    "survey_page": Row(
        GET=SEES, POST=BUILDS, kwargs=lambda world: the_making(world) | {"name": "about"},
        data=lambda world: {"do": "save", "label_th": "ก", "seen": "x"},
    ),
    "survey_question_new": Row(GET=SEES, POST=BUILDS, kwargs=the_making, data=lambda world: QUESTION),
    "survey_question": Row(
        GET=SEES, POST=BUILDS, kwargs=its_question, data=lambda world: QUESTION | {"was": "age", "seen": "x"}
    ),
    "survey_question_preview": Row(POST=SEES, kwargs=the_making, data=lambda world: QUESTION),
    "survey_question_bank": Row(
        POST=BUILDS, kwargs=its_question, data=lambda world: {"home": f"space:{world['space'].id}"}
    ),
    "survey_preview": Row(GET=SEES, POST=SEES, kwargs=the_making),  # tried; nothing is kept
    "survey_import": Row(GET=SEES, POST=SEES, kwargs=the_making),  # the form is looked at; there is no file in it
    "survey_form_file": Row(GET=SEES, kwargs=the_making),
    "survey_settings": Row(
        GET=SEES, POST=BUILDS, kwargs=the_making, data=lambda world: {"do": "save", "title_th": "ก", "languages": "th"}
    ),
    "survey_versions": Row(GET=SEES, POST=BUILDS, kwargs=the_making, data=lambda world: {"number": "1"}),
    "survey_papers": Row(GET=SEES, POST=BUILDS, kwargs=the_making, data=lambda world: {"copies": "1", "language": "th"}),
    "survey_papers_file": Row(GET=SEES, kwargs=lambda world: the_making(world) | {"batch": world["making_batch"]}),
}


def survey_made(at: Any, space_id: Any) -> dict[str, Any]:
    """A survey of the space with everything in it, published and printed, and a question of it in the space's bank."""
    from rianru.surveys import actions
    from tests.kernel.questions.pieces import EVERYTHING
    from tests.people import making

    who: dict[str, Any] = {"actor": making.MACHINE, "at": at}
    home: dict[str, Any] = {"home_kind": "space", "home_id": space_id}
    made = actions.make_survey(**who, **home, title_th="แบบสอบถามของสถานที่", questionnaire=EVERYTHING)
    actions.publish_version(**who, survey_id=made.id, revision=1)
    return {
        "making_code": made.code,
        "making_batch": actions.print_papers(**who, survey_id=made.id, copies=1, language="th"),
        "bank_question": actions.keep_question(**who, **home, survey_id=made.id, name="province"),
    }
