"""Passports: stamps of where somebody was and what they read, the codes on paper that give them, and what looks odd."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from rianru.learning.models.activities import Session
from rianru.learning.words import FLAGS, STAMP_KINDS, STAMP_SOURCES, TURNS
from rianru.people.models import Person
from rianru.places.models import Space


class Passport(models.Model):
    """What somebody wants of their passport. No row: visits and activities alone, nothing of what they borrow."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    borrowing = models.BooleanField(default=False)
    titles = models.BooleanField(default=False)  # of what is borrowed from now on
    changed_at = models.DateTimeField()


class Stamp(models.Model):
    """One stamp. A visit is one a day and space; borrowing too, with how many books, so that no stamp leads to a loan.

    `occurred_at` is known of visits by code alone; ids are random, so that their order tells no time. `title`: what was
    read, or a line for each that was borrowed, by people who asked for that.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    kind = models.TextField()
    space = models.ForeignKey(Space, models.PROTECT, null=True, related_name="+", db_index=False)  # none: at home
    occurred_on = models.DateField()
    occurred_at = models.DateTimeField(null=True)
    source = models.TextField()
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="+")
    minutes = models.SmallIntegerField(default=0)
    books = models.SmallIntegerField(default=0)
    title = models.TextField(default="")
    made_by = models.UUIDField(null=True)  # the key of who entered it, of what was on paper

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "space", "occurred_on"], condition=Q(kind="visit"), name="learning_stamp_visit_once"
            ),
            models.UniqueConstraint(
                fields=["person", "session"], condition=Q(kind="activity"), name="learning_stamp_activity_once"
            ),
            models.UniqueConstraint(
                fields=["person", "space", "occurred_on"], condition=Q(kind="borrowing"),
                name="learning_stamp_borrowing_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=list(STAMP_KINDS)), name="learning_stamp_kind"),
            models.CheckConstraint(condition=Q(source__in=list(STAMP_SOURCES)), name="learning_stamp_source"),
            models.CheckConstraint(
                condition=Q(kind="activity", session__isnull=False) | (~Q(kind="activity") & Q(session__isnull=True)),
                name="learning_stamp_of_session",
            ),
            models.CheckConstraint(
                condition=Q(space__isnull=False) | Q(kind="reading"), name="learning_stamp_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(occurred_at__isnull=True) | Q(kind="visit"), name="learning_stamp_untimed"
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(0, 1_440), books__range=(0, 500)), name="learning_stamp_amounts"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-occurred_on", "-id"], name="learning_stamps_of"),
            models.Index(
                fields=["space", "occurred_at"], condition=Q(occurred_at__isnull=False), name="learning_stamps_at"
            ),
        ]


class PaperCode(models.Model):
    """The secret behind the code that hangs in a space, or that a school gives its pupils (`kernel.paper_codes`).

    `turns`: how often the printed one changes; of a group never. More stamps than `most_a_day` are told of; where it
    `stops` there, they are given by the desk alone.
    """

    number = models.BigAutoField(primary_key=True)
    secret = models.BinaryField(max_length=32)
    space = models.OneToOneField(Space, models.CASCADE, null=True, related_name="+")
    entry = models.OneToOneField("learning.Entry", models.CASCADE, null=True, related_name="+")
    turns = models.TextField(default="month")
    most_a_day = models.IntegerField(default=150)
    stops = models.BooleanField(default=False, db_default=False)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(turns__in=list(TURNS)), name="learning_paper_turns"),
            models.CheckConstraint(
                condition=Q(space__isnull=True, entry__isnull=False) | Q(space__isnull=False, entry__isnull=True),
                name="learning_paper_of_one",
            ),
            models.CheckConstraint(condition=Q(most_a_day__range=(1, 100_000)), name="learning_paper_most"),
        ]


class CodeFlag(models.Model):
    """That the code of a space was used oddly on a day: counts alone, of nobody. Open until the caretaker says so."""

    id = models.BigAutoField(primary_key=True)
    space = models.ForeignKey(Space, models.CASCADE, related_name="+", db_index=False)
    day_on = models.DateField()
    reason = models.TextField()
    times = models.IntegerField()
    last_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "day_on", "reason"], name="learning_flag_once"),
            models.CheckConstraint(condition=Q(reason__in=list(FLAGS)), name="learning_flag_reason"),
            models.CheckConstraint(condition=Q(times__gte=1), name="learning_flag_times"),
        ]
