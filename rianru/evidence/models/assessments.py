"""One round in which a place is held against a standard: by its keeper, then by a visitor, then decided."""

from django.db import models
from django.db.models import F, Q

from rianru.credentials.models import Credential
from rianru.evidence.models.standards import Standard
from rianru.evidence.words import BY, MOST_LEVEL, OPEN, STATES
from rianru.kernel.ids import new_id
from rianru.places.models import Space
from rianru.surveys.models import Response, Version


class Assessment(models.Model):
    """A round. `version` is the text that was answered; scores stay when the answers' files are long gone."""

    id = models.UUIDField(primary_key=True, default=new_id)
    standard = models.ForeignKey(Standard, models.PROTECT, related_name="assessments")
    space = models.ForeignKey(Space, models.PROTECT, related_name="+")
    round = models.SmallIntegerField()
    state = models.TextField(default="begun")
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")
    response = models.OneToOneField(Response, models.SET_NULL, null=True, related_name="+")
    begun_by = models.UUIDField(null=True)  # a pseudonym's key, as all that follow
    begun_at = models.DateTimeField()
    handed_in_by = models.UUIDField(null=True)
    handed_in_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_for = models.TextField(default="")  # in words, for the keeper
    valid_until_on = models.DateField(null=True)
    credential = models.ForeignKey(Credential, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="evidence_assessment_state"),
            models.UniqueConstraint(fields=["standard", "space", "round"], name="evidence_assessment_round"),
            models.UniqueConstraint(
                fields=["standard", "space"], condition=Q(state__in=OPEN), name="evidence_assessment_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("begun", "dropped"))
                | Q(handed_in_at__isnull=False, version__isnull=False, handed_in_at__gte=F("begun_at")),
                name="evidence_assessment_handed_in",
            ),
            models.CheckConstraint(
                condition=Q(valid_until_on__isnull=True) | Q(state="met"), name="evidence_assessment_valid"
            ),
        ]
        indexes = [
            models.Index(fields=["space", "-id"], name="evidence_assessment_of_space"),
            models.Index(fields=["state", "handed_in_at", "id"], name="evidence_assessment_waiting"),
        ]


class AssessmentScore(models.Model):
    """One criterion's level (0 to 4), by the keeper or by the visitor. `note`: what shows it, or why it differs."""

    id = models.BigAutoField(primary_key=True)
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="scores", db_index=False)
    criterion = models.TextField()  # the column of the rubric
    by = models.TextField()
    level = models.SmallIntegerField()
    note = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion", "by"], name="evidence_score_once"),
            models.CheckConstraint(condition=Q(level__range=(0, MOST_LEVEL)), name="evidence_score_level"),
            models.CheckConstraint(condition=Q(by__in=list(BY)), name="evidence_score_by"),
        ]


class Visit(models.Model):
    """That somebody went there. One a round; never by whoever handed it in."""

    id = models.UUIDField(primary_key=True, default=new_id)
    assessment = models.OneToOneField(Assessment, models.CASCADE, related_name="visit")
    visited_on = models.DateField()
    assessor = models.UUIDField(null=True)
    summary = models.TextField(default="")
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)


class VisitFile(models.Model):
    """A photo or a paper that shows what a visitor saw of a criterion. A photo was drawn anew: pixels alone.
    `path` is in the storage.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="files")
    criterion = models.TextField()
    name = models.TextField()  # as it was called where it came from
    media_type = models.TextField()
    bytes = models.IntegerField()
    path = models.TextField()
    given_at = models.DateTimeField()
