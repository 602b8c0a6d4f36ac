"""Authors, subjects and series: read from what live editions say, and never written by hand."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

KINDS = ("author", "subject", "series")


class Heading(models.Model):
    """An author, a subject or a series with the works that bear it.

    `id` and `key` follow from kind and name (kernel.matching.headings), so a name leads to its heading without a look
    into the database. `name` is the form that most works have. `sort` is dictionary order.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.TextField()
    key = models.TextField(db_collation="C")
    name = models.TextField(default="")
    sort = models.TextField(db_collation="C", default="")
    works = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="catalogue_heading_once"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="catalogue_heading_kind"),
            models.CheckConstraint(condition=Q(works__gte=0), name="catalogue_heading_works"),
        ]
        indexes = [
            models.Index(fields=["kind", "sort", "id"], name="catalogue_heading_sort"),
            models.Index(fields=["kind", "works", "id"], name="catalogue_heading_most"),
        ]


class HeadingForm(models.Model):
    """One way in which records write a heading, and how many works write it so; together they make up its works."""

    pk = models.CompositePrimaryKey("heading_id", "form")
    heading = models.ForeignKey(Heading, models.CASCADE, db_index=False, related_name="forms")
    form = models.TextField(db_collation="C")
    works = models.IntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(works__gt=0), name="catalogue_headingform_works")]


class HeadingWork(models.Model):
    """A work under a heading. The work may be gone for the moment that the change log is ahead of this table."""

    pk = models.CompositePrimaryKey("heading_id", "work_id")
    heading = models.ForeignKey(Heading, models.CASCADE, db_index=False, related_name="+")
    work_id = models.UUIDField(db_index=True)
    form = models.TextField()  # as the records of this work write it
    year = models.SmallIntegerField(default=0)  # of the newest edition, CE; 0 where none says
    roles = ArrayField(models.TextField(), default=list)  # of authors: what they did, in the records' words
    number = models.TextField(default="")  # of series: as the record writes it
    position = models.IntegerField(null=True)  # of series: the volume that the number names

    class Meta:
        indexes = [models.Index(fields=["heading", "year", "work_id"], name="catalogue_headingwork_year")]


class HeadingWalk(models.Model):
    """The one row while every work is looked at: the first time, after a restore, and where log entries were missed."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    after = models.UUIDField(null=True)  # the last work that was looked at

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="catalogue_headingwalk_one")]
