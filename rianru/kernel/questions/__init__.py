"""Questionnaires: what is asked, the rules between questions, answers and what is wrong with them. See README.md."""

from rianru.kernel.questions.answering import (
    Looked,
    NotFinished,
    begin,
    finish,
    look,
    meets,
    next_page,
    open_page,
    pages,
)
from rianru.kernel.questions.answers import Answer, Answers, blank, from_text
from rianru.kernel.questions.checking import check, find_faults
from rianru.kernel.questions.depending import pieces, piped
from rianru.kernel.questions.faults import Fault, Faulty
from rianru.kernel.questions.kept import digest, from_said, read, written
from rianru.kernel.questions.model import (
    Calculation,
    Choice,
    ChoiceList,
    Column,
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
    Question,
    Questionnaire,
    Ranking,
    Row,
    Rubric,
    Section,
    Single,
    Text,
    Time,
)
from rianru.kernel.questions.saying import said

__all__ = [
    "Answer", "Answers", "Calculation", "Choice", "ChoiceList", "Column", "Consent", "Date", "Fault", "Faulty", "File",
    "Level", "Looked", "Matrix", "Multiple", "NotFinished", "Note", "Number", "Photo", "Place", "Question",
    "Questionnaire", "Ranking", "Row", "Rubric", "Section", "Single", "Text", "Time", "begin", "blank", "check",
    "digest", "find_faults", "finish", "from_said", "from_text", "look", "meets", "next_page", "open_page", "pages",
    "pieces", "piped", "read", "said", "written",
]
