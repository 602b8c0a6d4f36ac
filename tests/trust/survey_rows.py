"""Rows of the access matrix: who reaches what of surveys that are answered, and what came out of them. By hand."""

from typing import Any

from tests.trust.access_matrix import EVERYONE, OWN, SIGNED_IN, Row, World, at, public

BUILDERS = ("administrator", "librarian", "caretaker", "officer")
SEES = at(OWN, *BUILDERS, "analyst")  # of the survey's home, a space: who may see what came out, whole
ENTERS = at(OWN, *BUILDERS)
WEIGHS = at(OWN, "administrator", "librarian", "officer", "analyst")


def the_survey(world: World) -> dict[str, Any]:
    return {"code": world["survey_code"]}


def the_draft(world: World) -> dict[str, Any]:
    return {"code": world["survey_code"], "key": world["survey_key"]}


def the_told(world: World) -> dict[str, Any]:
    return {"code": world["told_code"]}


ROWS: dict[str, Row] = {
    # Answering: whoever has the code of a survey that is open; whoever has the key of a draft, which is told once
    "survey": Row(GET=EVERYONE, POST=EVERYONE, kwargs=the_survey),
    "survey_resume": Row(GET=EVERYONE, POST=EVERYONE, data=lambda world: {"code": world["survey_code"]}),
    "survey_places": public(),
    "survey_thanks": public(kwargs=the_survey),
    "survey_answer": Row(
        GET=EVERYONE, POST=EVERYONE, kwargs=the_draft, data=lambda world: {"asked": ["dye"], "page": "one", "do": "look"}
    ),
    "survey_answer_file": Row(GET=EVERYONE, kwargs=lambda world: the_draft(world) | {"id": world["survey_draft_file"]}),
    # What everyone is told, once a survey has closed
    "survey_told": public(kwargs=the_told),
    "survey_told_file": public(kwargs=the_told),
    # Results, whole and word by word: of the home of the survey alone
    "survey_results": Row(GET=SEES, kwargs=the_survey),
    "survey_results_file": Row(GET=SEES, kwargs=the_survey),
    "survey_answers_file": Row(GET=SEES, kwargs=the_survey),
    "survey_codebook_file": Row(GET=SEES, kwargs=the_survey),
    "survey_cross": Row(GET=SEES, kwargs=the_survey),
    "survey_trends": Row(GET=SEES, kwargs=the_survey),
    "survey_words": Row(GET=SEES, kwargs=lambda world: the_survey(world) | {"column": "why"}),
    "survey_file": Row(GET=SEES, kwargs=lambda world: the_survey(world) | {"id": world["survey_file"]}),
    "survey_weights": Row(GET=SEES, POST=WEIGHS, kwargs=the_survey, data=lambda world: {"do": "none"}),
    # Answers of somebody else, and from paper
    "survey_enter": Row(GET=ENTERS, POST=ENTERS, kwargs=the_survey, data=lambda world: {"do": "begin"}),
    "survey_sheet": Row(GET=ENTERS, POST=ENTERS, kwargs=lambda world: the_survey(world) | {"id": world["survey_sheet"]}),
}
assert EVERYONE > SIGNED_IN > SEES


def surveyed(at: Any, space_id: Any) -> dict[str, Any]:
    """What surveys have at the space: one that is open, with a draft, a sheet and files; one that has closed and tells."""
    from datetime import timedelta

    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    from rianru.core.actors import ANONYMOUS
    from rianru.kernel.ids import new_id
    from rianru.surveys import actions
    from rianru.surveys.models import Attachment, Draft, Paper, Response
    from tests.people import making
    from tests.surveys.answered import EVERYTHING, answered, form, survey

    of = survey(form(*EVERYTHING), at=at, home=("space", space_id))
    key = actions.begin_answer(actor=ANONYMOUS, at=at, survey_id=of.id).key
    answered(of, at=at, dye="lac", why="ใกล้บ้าน")
    batch = actions.print_papers(actor=making.MACHINE, at=at, survey_id=of.id, copies=1, language="th")
    kept: dict[str, Any] = {"media_type": "application/pdf", "bytes": 9, "given_at": at, "name": "a.pdf", "column": "paper"}
    owners: tuple[dict[str, Any], ...] = ({"draft": Draft.objects.get(version__survey=of)}, {"response": Response.objects.get(survey=of)})
    files = []
    for number, owner in enumerate(owners):
        path = default_storage.save(f"answers/{of.id}/{number}.pdf", ContentFile(b"%PDF-1.4 x"))
        files.append(Attachment.objects.create(id=new_id(), path=path, **owner, **kept))
    told = survey(form(*EVERYTHING), at=at, home=("space", space_id), shows_results=True, closes_at=at + timedelta(hours=1))
    return {"survey_code": of.code, "survey_key": key, "survey_sheet": Paper.objects.get(batch=batch).id, "survey_draft_file": files[0].id,
            "survey_file": files[1].id, "told_code": told.code}
