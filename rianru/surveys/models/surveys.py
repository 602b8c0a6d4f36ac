"""A survey, what its makers are working on, and the versions that people answer."""

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from rianru.kernel.ids import new_id
from rianru.kernel.words import LANGUAGES
from rianru.surveys.words import ASKING, HOMES, STANDING

CODE: Final = r"^[0-9a-hjkmnp-tv-z]{8}$"  # forty random bits, as ids are written: no i, l, o, u


def home_is_whole(prefix: str) -> models.CheckConstraint:
    """The whole country has no id; every other home has one."""
    return models.CheckConstraint(
        condition=Q(home_kind="national", home_id__isnull=True)
        | Q(home_kind__in=[kind for kind in HOMES if kind != "national"], home_id__isnull=False),
        name=f"surveys_{prefix}_home",
    )


class Survey(models.Model):
    """Something that is asked. `code` stands in its short address and on paper.

    It is open from `opens_at` until before `closes_at`, if it has a version; null: not opened, or no end. Its words and
    its questions lie in revisions (what is worked on) and versions (what is answered).
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.TextField(unique=True)
    home_kind = models.TextField()
    home_id = models.UUIDField(null=True)
    title_th = models.TextField()
    title_en = models.TextField(default="")
    purpose_th = models.TextField(default="")  # why it is asked and what happens to the answers: before the first page
    purpose_en = models.TextField(default="")
    thanks_th = models.TextField(default="")
    thanks_en = models.TextField(default="")
    asking = models.TextField(default="anonymous")
    once = models.BooleanField(default=False)  # one answer a person (of each thing that it is about)
    members_only = models.BooleanField(default=False)  # whoever answers is signed in
    languages = ArrayField(models.TextField(), default=list)
    standing = models.TextField(default="")  # of words.STANDING; blank: an ordinary survey
    shows_results = models.BooleanField(default=False)  # everyone may see what came out, as far as it tells of nobody
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    revision = models.IntegerField(default=0)  # the newest one's number
    made_by = models.UUIDField(null=True)  # a pseudonym's key, or null for the installation itself
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    put_away_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            home_is_whole("survey"),
            models.CheckConstraint(condition=Q(code__regex=CODE), name="surveys_survey_code"),
            models.CheckConstraint(condition=~Q(title_th="", title_en=""), name="surveys_survey_titled"),
            models.CheckConstraint(condition=Q(asking__in=list(ASKING)), name="surveys_survey_asking"),
            models.CheckConstraint(condition=Q(standing__in=["", *STANDING]), name="surveys_survey_standing"),
            models.CheckConstraint(
                condition=Q(languages__contained_by=list(LANGUAGES), languages__len__gte=1),
                name="surveys_survey_languages",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(opens_at__isnull=False, closes_at__gte=F("opens_at")),
                name="surveys_survey_period",
            ),
            models.CheckConstraint(  # by name, and once: whoever is known has to be signed in
                condition=Q(asking="anonymous") | Q(members_only=True), name="surveys_survey_known"
            ),
            models.UniqueConstraint(
                fields=["standing", "home_kind", "home_id"], condition=~Q(standing="") & Q(put_away_at__isnull=True),
                nulls_distinct=False, name="surveys_survey_standing_once",
            ),
        ]
        indexes = [
            models.Index(fields=["home_kind", "home_id", "-id"], name="surveys_survey_by_home"),
            models.Index(fields=["-opens_at", "id"], name="surveys_survey_opened"),
        ]


class Revision(models.Model):
    """The questionnaire as its makers left it after one change; the newest is what they work on.

    `questionnaire` is the JSON of `kernel.questions.written`, which need not make sense yet. `did` names the change
    ("question_added"), `about` the question or page. Only the last ones are kept, for undoing.
    """

    id = models.BigAutoField(primary_key=True)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="revisions")
    number = models.IntegerField()
    before = models.IntegerField(default=0)  # the number to which undoing this goes back; 0: nowhere
    questionnaire = models.JSONField()
    did = models.TextField()
    about = models.TextField(default="")
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="surveys_revision_once")]


class Version(models.Model):
    """A questionnaire as it was published: it makes sense, and is never changed or deleted (first migration)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="versions")
    number = models.IntegerField()
    digest = models.TextField()  # of kernel.questions.digest
    questionnaire = models.JSONField()
    revision = models.IntegerField()  # that was published
    note = models.TextField(default="")  # what changed, in the words of who published
    published_by = models.UUIDField(null=True)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="surveys_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="surveys_version_counts"),
        ]
