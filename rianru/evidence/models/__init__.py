"""Standards and how places measure up to them; phases and what they aim at."""

from rianru.evidence.models.assessments import Assessment, AssessmentScore, Visit, VisitFile
from rianru.evidence.models.improving import Measure, Target
from rianru.evidence.models.phases import CaretakerCourse, Phase, PhaseTarget, SpaceTarget
from rianru.evidence.models.standards import Standard

__all__ = [
    "Assessment", "AssessmentScore", "CaretakerCourse", "Measure", "Phase", "PhaseTarget", "SpaceTarget",
    "Standard", "Target", "Visit", "VisitFile",
]
