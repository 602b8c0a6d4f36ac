"""The only door for reads of evidence."""

from rianru.evidence.queries.assessments import (
    Line,
    Part,
    RoundView,
    file_of,
    latest,
    may_decide,
    may_see,
    may_visit,
    round_view,
    rounds_at,
    rounds_of,
    standing_of,
    waiting,
)
from rianru.evidence.queries.counting import ALL, Fact, facts
from rianru.evidence.queries.goals import Goals, goals
from rianru.evidence.queries.phases import Aim, Behind, PhaseView, behind, courses, phase, phase_by_id, phases, trained
from rianru.evidence.queries.standards import (
    Criterion,
    Group,
    Result,
    StandardView,
    result,
    standard,
    standard_by_id,
    standards,
)

__all__ = [
    "Aim", "ALL", "Behind", "Criterion", "Fact", "Goals", "Group", "Line", "Part", "PhaseView", "Result",
    "RoundView", "StandardView", "behind", "courses", "facts", "file_of", "goals", "latest", "may_decide",
    "may_see", "may_visit", "phase", "phase_by_id", "phases", "result", "round_view", "rounds_at", "rounds_of",
    "standard", "standard_by_id", "standards", "standing_of", "trained", "waiting",
]
