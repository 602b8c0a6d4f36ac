"""Questions that are kept for the next questionnaire."""

from django.db import models

from rianru.kernel.ids import new_id
from rianru.surveys.models.surveys import home_is_whole


class BankQuestion(models.Model):
    """A question with its list, kept by a home. Its id is the `bank` of every question that was taken from it, so that
    answers of different surveys can be compared. Retired, never deleted.

    `questionnaire` is the JSON of `kernel.questions.written`: one section, one question, at most one list.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    home_kind = models.TextField()
    home_id = models.UUIDField(null=True)
    kind = models.TextField()  # of kernel.questions.model.KINDS
    questionnaire = models.JSONField()
    digest = models.TextField()
    label_th = models.TextField(default="")
    label_en = models.TextField(default="")
    found_by = models.TextField(default="")  # labels and choices, folded
    kept_by = models.UUIDField(null=True)
    kept_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            home_is_whole("bank"),
            models.UniqueConstraint(
                fields=["home_kind", "home_id", "digest"], nulls_distinct=False, name="surveys_bank_once"
            ),
        ]
        indexes = [models.Index(fields=["home_kind", "home_id", "-id"], name="surveys_bank_by_home")]
