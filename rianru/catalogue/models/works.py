"""Works and editions, as readers see them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from rianru.kernel.ids import new_id


def texts() -> "ArrayField[list[str], list[str]]":
    """A list of short texts, in the record's own order."""
    return ArrayField(models.TextField(), default=list)


class Work(models.Model):
    """What people look for: a book, a film, a tale, in all its editions."""

    id = models.UUIDField(primary_key=True, default=new_id)
    title = models.TextField()
    title_sort = models.TextField(db_collation="C")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["title_sort", "id"], name="catalogue_work_title")]


class Described(models.Model):
    """What is known of a publication: kernel.formats.marc.Description in columns. Years are CE."""

    title = models.TextField(default="")
    title_sort = models.TextField(db_collation="C", default="")
    title_main = models.TextField(default="")
    part = models.TextField(default="")
    uniform_title = models.TextField(default="")
    other_titles = texts()
    statement = models.TextField(default="")
    people = texts()
    roles = texts()  # beside `people`, one for one
    subjects = texts()
    genres = texts()
    edition = models.TextField(default="")
    publisher = models.TextField(default="")
    place = models.TextField(default="")
    year = models.SmallIntegerField(null=True)
    year_text = models.TextField(default="")
    language = models.TextField(default="")
    languages = texts()
    original_language = models.TextField(default="")
    format = models.TextField(default="other")
    audience = models.TextField(default="")
    isbns = texts()
    isbn_notes = texts()  # beside `isbns`, one for one
    isbns_wrong = texts()
    issns = texts()
    identifiers = texts()
    extent = models.TextField(default="")
    pages = models.IntegerField(null=True)
    series = texts()
    series_numbers = texts()  # beside `series`, one for one
    notes = texts()
    contents = models.TextField(default="")
    summary = models.TextField(default="")
    links = texts()
    link_labels = texts()  # beside `links`, one for one
    restricted = models.BooleanField(default=False)
    call_number = models.TextField(default="")

    class Meta:
        abstract = True


class Edition(Described):
    """One publication of a work: of all that its records say, the best, field by field."""

    id = models.UUIDField(primary_key=True, default=new_id)
    work = models.ForeignKey(Work, models.PROTECT, related_name="editions")
    live = models.BooleanField(default=True)  # some library still lists it
    said_by = models.JSONField(default=dict)  # field → id of the record it is from; empty where there is one record
    because = models.TextField(default="first")  # why it is of this work: a code of kernel.matching.reasons
    because_of = models.UUIDField(null=True)  # the record of another edition that it was compared with

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(people__len=F("roles__len")), name="catalogue_edition_roles"),
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__range=(1000, 2200)), name="catalogue_edition_ce"
            ),
        ]
