"""The only door for reads of evidence."""

from rianru.evidence.queries.aims import aiming, network_targets, space_targets, spaces_aiming
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
from rianru.evidence.queries.counting import ALL, Fact, facts, facts_at
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
    "ALL", "Aim", "Behind", "Criterion", "Fact", "Goals", "Group", "Line", "Part", "PhaseView", "Result", "RoundView",
    "StandardView", "aiming", "behind", "courses", "facts", "facts_at", "file_of", "goals", "latest", "may_decide",
    "may_see", "may_visit", "network_targets", "phase", "phase_by_id", "phases", "result", "round_view", "rounds_at",
    "rounds_of", "space_targets", "spaces_aiming", "standard", "standard_by_id", "standards", "standing_of",
    "trained", "waiting",
]
