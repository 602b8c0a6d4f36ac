"""Sums of answers, so that results of a hundred thousand responses are read in a moment."""

from django.db import models

from rianru.surveys.models.answers import Response
from rianru.surveys.models.surveys import Survey, Version


class Fresh(models.Model):
    """A response that is in no sum yet. Written with it, taken away when it is added up (`surveys.add_up`)."""

    response = models.OneToOneField(Response, models.CASCADE, primary_key=True, related_name="+")
    version = models.ForeignKey(Version, models.CASCADE, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["version", "response"], name="surveys_fresh_of")]


class Sum(models.Model):
    """How many responses of a month, a space and a thing asked about gave an answer, and their weights.

    `column` blank: responses altogether. `code` blank: those who answered the column; else what `queries.counting` says
    of its way: a choice, "2:choice" of a ranking, a number, a month, an hour, a province. Nulls are nil ids.
    """

    pk = models.CompositePrimaryKey(
        "version_id", "month_on", "space_id", "about_id", "about_kind", "column", "code"
    )
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, models.CASCADE, related_name="+")
    month_on = models.DateField()  # its first day, in Bangkok
    space_id = models.UUIDField()
    about_kind = models.TextField()
    about_id = models.UUIDField()
    column = models.TextField()
    code = models.TextField()
    count = models.BigIntegerField()
    weight = models.DecimalField(max_digits=18, decimal_places=5)

    class Meta:
        indexes = [models.Index(fields=["survey", "column"], name="surveys_sum_of")]
