"""The only writes of evidence."""

from rianru.evidence.actions.aiming import (
    PHASE_COLUMNS,
    SPACE_COLUMNS,
    leave_phase_target,
    read_phase_targets,
    read_space_targets,
    set_phase_target,
    set_space_targets,
)
from rianru.evidence.actions.assessing import begin_assessment, drop_assessment, hand_in_assessment
from rianru.evidence.actions.improving import finish_measure, keep_measure, leave_target, set_target
from rianru.evidence.actions.phases import choose_course, keep_phase, publish_phase
from rianru.evidence.actions.showing import drop_from_visit, show_on_visit
from rianru.evidence.actions.standards import change_standard, lay_standard
from rianru.evidence.actions.visiting import Scored, decide_assessment, finish_visit, score_visit

__all__ = [
    "PHASE_COLUMNS",
    "SPACE_COLUMNS",
    "Scored",
    "begin_assessment",
    "change_standard",
    "choose_course",
    "decide_assessment",
    "drop_assessment",
    "drop_from_visit",
    "finish_measure",
    "finish_visit",
    "hand_in_assessment",
    "keep_measure",
    "keep_phase",
    "lay_standard",
    "leave_phase_target",
    "leave_target",
    "publish_phase",
    "read_phase_targets",
    "read_space_targets",
    "score_visit",
    "set_phase_target",
    "set_space_targets",
    "set_target",
    "show_on_visit",
]
