"""What people answered, what they are still answering, and what guards both."""

from django.db import models
from django.db.models import F, Q

from rianru.kernel.ids import new_id
from rianru.people.models import Person
from rianru.places.models import Space
from rianru.surveys.models.surveys import Survey, Version
from rianru.surveys.words import WAYS


def about_is_whole(table: str) -> models.CheckConstraint:
    """What a response is about has a kind and an id, or neither."""
    return models.CheckConstraint(
        condition=Q(about_kind="", about_id__isnull=True) | (~Q(about_kind="") & Q(about_id__isnull=False)),
        name=f"surveys_{table}_about",
    )


class Draft(models.Model):
    """Answers so far, with gaps and things that are still wrong. Deleted once they are handed in, or grown old.

    Only the SHA-256 of the key that resumes it is kept: 256 random bits need no salt. `revision` is raised by every
    write, so that a phone that was off the line overwrites nothing newer.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    key_hash = models.BinaryField(max_length=32, unique=True)
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    answers = models.JSONField(default=dict)  # by column; see kernel.questions.model
    page = models.TextField(default="")  # the section that is open
    language = models.TextField(default="th")
    about_kind = models.TextField(default="")
    about_id = models.UUIDField(null=True)
    space = models.ForeignKey(Space, models.SET_NULL, null=True, related_name="+")  # at whose desk it is entered
    entered_by = models.UUIDField(null=True)  # staff who fill it in for somebody
    agreed_by = models.UUIDField(null=True)  # the guardian of a minor who is named, or the staff who saw one agree
    revision = models.IntegerField(default=0)
    begun_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    class Meta:
        constraints = [about_is_whole("draft")]
        indexes = [
            models.Index(fields=["touched_at", "id"], name="surveys_draft_age"),
            models.Index(fields=["person", "-id"], name="surveys_draft_of", condition=Q(person__isnull=False)),
        ]


class Response(models.Model):
    """Answers that were handed in: only what was asked, by column (`kernel.questions.finish`).

    An anonymous one names nobody: neither person nor who handed it in. `weight` is worked out, 1 unless the survey is
    weighted. A response typed in from paper has the id of its sheet.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="responses")
    version = models.ForeignKey(Version, models.PROTECT, related_name="responses")
    answers = models.JSONField()
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    way = models.TextField(default="own")
    language = models.TextField(default="th")
    about_kind = models.TextField(default="")  # an activity, a space …: of core.kinds
    about_id = models.UUIDField(null=True)
    space = models.ForeignKey(Space, models.SET_NULL, null=True, related_name="+")
    area = models.TextField(default="")  # geocode, where it is known
    weight = models.DecimalField(max_digits=9, decimal_places=5, default=1)
    entered_by = models.UUIDField(null=True)  # staff who entered it for somebody
    agreed_by = models.UUIDField(null=True)  # as in the draft
    handed_in_at = models.DateTimeField()

    class Meta:
        constraints = [
            about_is_whole("response"),
            models.CheckConstraint(condition=Q(way__in=list(WAYS)), name="surveys_response_way"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="surveys_response_weight"),
        ]
        indexes = [
            models.Index(fields=["survey", "version", "id"], name="surveys_response_by_version"),
            models.Index(fields=["survey", "handed_in_at", "id"], name="surveys_response_by_moment"),
            models.Index(
                fields=["about_kind", "about_id", "survey"], name="surveys_response_about",
                condition=Q(about_id__isnull=False),
            ),
            models.Index(fields=["person", "-id"], name="surveys_response_of", condition=Q(person__isnull=False)),
        ]


class Once(models.Model):
    """That someone has answered: a keyed hash of survey, person and what it is about. No row leads to anyone."""

    id = models.BigAutoField(primary_key=True)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+")
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "hash"], name="surveys_once_each")]


class Quota(models.Model):
    """At most so many answers that meet a rule. `count` is raised by a guarded UPDATE where an answer is handed in."""

    id = models.UUIDField(primary_key=True, default=new_id)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="quotas")
    name_th = models.TextField()
    name_en = models.TextField(default="")
    rule = models.TextField(default="")  # for kernel.questions.meets; blank: every answer
    most = models.IntegerField()
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(most__gte=1), name="surveys_quota_most"),
            models.CheckConstraint(condition=Q(count__gte=0, count__lte=F("most")), name="surveys_quota_kept"),
        ]
        indexes = [models.Index(fields=["survey", "id"], name="surveys_quota_of")]


class Paper(models.Model):
    """One printed sheet, with its id as a QR and `number` to read aloud. It is typed in once, under its own id."""

    id = models.UUIDField(primary_key=True, default=new_id)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="papers")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    number = models.IntegerField()  # in its survey, from 1
    batch = models.UUIDField()  # printed together
    language = models.TextField(default="th")
    about_kind = models.TextField(default="")
    about_id = models.UUIDField(null=True)
    printed_by = models.UUIDField(null=True)
    printed_at = models.DateTimeField()
    response = models.OneToOneField(Response, models.SET_NULL, null=True, related_name="paper")
    typed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            about_is_whole("paper"),
            models.UniqueConstraint(fields=["survey", "number"], name="surveys_paper_number"),
        ]
        indexes = [models.Index(fields=["batch", "number"], name="surveys_paper_printed")]


class WeightTarget(models.Model):
    """Which share of those who are asked about a choice stands for: how answers are weighted. Shares of a column sum
    to one.
    """

    id = models.BigAutoField(primary_key=True)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="weights")
    column = models.TextField()
    code = models.TextField()
    share = models.DecimalField(max_digits=7, decimal_places=6)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "column", "code"], name="surveys_weight_once"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=1), name="surveys_weight_share"),
        ]
