"""The only writes."""

from rianru.surveys.actions.answering import Begun, begin_answer, keep_draft
from rianru.surveys.actions.attaching import attach_file, detach_file
from rianru.surveys.actions.bank import RetiredAlready, keep_question, retire_question
from rianru.surveys.actions.counting import add_up
from rianru.surveys.actions.editing import NothingToUndo, bring_back, edit_questionnaire, import_form, undo_edit
from rianru.surveys.actions.forgetting import forget_person, tend_drafts
from rianru.surveys.actions.handing_in import HandedIn, hand_in, hand_in_draft, type_in
from rianru.surveys.actions.making import (
    Made,
    PutAwayAlready,
    TitleMissing,
    WordsTooLong,
    copy_survey,
    import_survey,
    make_survey,
    put_survey_away,
)
from rianru.surveys.actions.papers import MOST_SHEETS, SheetsWrong, print_papers
from rianru.surveys.actions.publishing import (
    AskingFixed,
    ClosedAlready,
    LanguageMissing,
    NothingNew,
    NotPublished,
    PeriodWrong,
    QuotaBelow,
    QuotaWrong,
    Settings,
    close_survey,
    open_survey,
    publish_version,
    remove_quota,
    set_quota,
    settle_survey,
)
from rianru.surveys.actions.standing import lay_standing, stand
from rianru.surveys.actions.taking import About
from rianru.surveys.actions.weighing import WeightsWrong, set_weights

__all__ = [
    "MOST_SHEETS",
    "About",
    "AskingFixed",
    "Begun",
    "ClosedAlready",
    "HandedIn",
    "LanguageMissing",
    "Made",
    "NotPublished",
    "NothingNew",
    "NothingToUndo",
    "PeriodWrong",
    "PutAwayAlready",
    "QuotaBelow",
    "QuotaWrong",
    "RetiredAlready",
    "Settings",
    "SheetsWrong",
    "TitleMissing",
    "WeightsWrong",
    "WordsTooLong",
    "add_up",
    "attach_file",
    "begin_answer",
    "bring_back",
    "close_survey",
    "copy_survey",
    "detach_file",
    "edit_questionnaire",
    "forget_person",
    "hand_in",
    "hand_in_draft",
    "import_form",
    "import_survey",
    "keep_draft",
    "keep_question",
    "lay_standing",
    "stand",
    "make_survey",
    "open_survey",
    "print_papers",
    "publish_version",
    "put_survey_away",
    "remove_quota",
    "retire_question",
    "set_quota",
    "set_weights",
    "settle_survey",
    "tend_drafts",
    "type_in",
    "undo_edit",
]
