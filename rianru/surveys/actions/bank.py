"""Keeping a question for the next questionnaire, and retiring one."""

from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.questions import Questionnaire, Section, digest
from rianru.kernel.questions.editing import Gone, PutQuestion, changed, find
from rianru.kernel.questions.kept import sides
from rianru.kernel.questions.model import ChoiceList, Choosing, Matrix, Question, Rubric
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.thai import fold
from rianru.kernel.words import T
from rianru.people import queries as people
from rianru.surveys import kinds
from rianru.surveys.actions.reaching import as_json, held, revise, working
from rianru.surveys.models import BankQuestion

_FOUND_BY: Final = 2_000  # letters by which a question is found


class RetiredAlready(Refused):
    """It is not offered any more."""

    code = "surveys.retired_already"
    says = T("คำถามนี้เลิกใช้ไปแล้ว", "This question is retired already.")


def keep_question(
    *, actor: Actor, at: datetime, survey_id: UUID, name: str, home_kind: str, home_id: UUID | None
) -> UUID:
    """Keeps a question of a survey, with its choices, for everyone who builds in a home. Gives its lasting id, which
    the question bears from now on. The same question twice is the same one. Refuses with Gone.
    """
    require("surveys.keep_bank", actor=actor, at=at, scope=people.scope_of(home_kind, home_id))
    with transaction.atomic():
        survey = held(survey_id, "surveys.build", actor=actor, at=at)
        form = working(survey)
        question = find(form, name)
        if question is None:
            raise Gone(name=name)
        kept = alone(form, question)
        said = sides(question.label)
        made, new = BankQuestion.objects.get_or_create(
            home_kind=home_kind, home_id=home_id, digest=digest(kept),
            defaults={
                "kind": question.kind, "questionnaire": as_json(kept), "label_th": said.get("th", ""),
                "label_en": said.get("en", ""), "found_by": found_by(kept), "kept_by": actor.key, "kept_at": at,
            },
        )  # fmt: skip
        if not new and made.retired_at is not None:
            BankQuestion.objects.filter(id=made.id).update(retired_at=None)
        if question.bank != str(made.id):
            marked = changed(form, PutQuestion(replace(question, bank=str(made.id)), was=name))
            revise(survey, marked, "banked", name, actor=actor, at=at)
        facts.record(kinds.BANK_KEPT, actor=actor, at=at, object_kind="survey_question", object_id=made.id)
        return made.id


def retire_question(*, actor: Actor, at: datetime, question_id: UUID) -> None:
    """Offered no longer. Surveys that took it keep it. Refuses with RetiredAlready."""
    with transaction.atomic():
        found = BankQuestion.objects.select_for_update().filter(id=question_id).first()
        if found is None:
            raise NotFound()
        home = people.scope_of(found.home_kind, found.home_id, checked=False)
        require("surveys.keep_bank", actor=actor, at=at, scope=home)
        if found.retired_at is not None:
            raise RetiredAlready()
        BankQuestion.objects.filter(id=found.id).update(retired_at=at)
        facts.record(kinds.BANK_RETIRED, actor=actor, at=at, object_kind="survey_question", object_id=found.id)


def alone(form: Questionnaire, question: Question) -> Questionnaire:
    """The question with its list and without what points to others: as a bank keeps it."""
    plain = replace(question, name="question", bank="", relevant="", required_if="", default="")
    lists: tuple[ChoiceList, ...] = ()
    if isinstance(plain, Choosing | Matrix):
        lists = tuple(replace(each, name="question") for each in form.lists if each.name == plain.choices)
        plain = replace(plain, choices="question")
    if isinstance(plain, Choosing):
        plain = replace(plain, choice_filter="")
    if isinstance(plain, Matrix):
        plain = replace(plain, rows=tuple(
            replace(row, name=f"question_{place}") for place, row in enumerate(plain.rows, 1)
        ))  # fmt: skip
    if "${" in plain.constraint:
        plain = replace(plain, constraint="", constraint_message=T("", ""))
    return Questionnaire("question", sections=(Section("page1", questions=(plain,)),), lists=lists)


def found_by(kept: Questionnaire) -> str:
    """The words of a question and its choices, folded."""
    question = kept.questions[0]
    texts = [question.label, question.hint, *(choice.label for each in kept.lists for choice in each.choices)]
    if isinstance(question, Matrix):
        texts += [row.label for row in question.rows]
    if isinstance(question, Rubric):
        texts += [level.label for level in question.levels]
    return fold(" ".join(side for text in texts for side in sides(text).values()))[:_FOUND_BY]
