"""Who came: by the code on the wall, by the list at the desk, or counted without a name."""

from django.db import models
from django.db.models import Q

from rianru.kernel.ids import new_id
from rianru.learning.models.activities import Session
from rianru.learning.models.seating import Seat
from rianru.learning.words import BANDS, CAME_BY, SEXES
from rianru.people.models import Person


class SessionCode(models.Model):
    """The secret behind the changing code of a session. `paper`: whether the code of a printed sheet counts too."""

    session = models.OneToOneField(Session, models.CASCADE, primary_key=True, related_name="+")
    secret = models.BinaryField(max_length=32)
    paper = models.BooleanField(default=True)
    made_at = models.DateTimeField()


class WrongCode(models.Model):
    """A code that was not right: `who` is a key, or what stands for an address. Forgotten within the day."""

    id = models.BigAutoField(primary_key=True)
    who = models.TextField()
    tried_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["who", "tried_at"], name="learning_wrong_of")]


class Attendance(models.Model):
    """That somebody came to a session, and for how many minutes. Once each is the database's word."""

    id = models.UUIDField(primary_key=True, default=new_id)
    session = models.ForeignKey(Session, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+", db_index=False)
    seat = models.ForeignKey(Seat, models.SET_NULL, null=True, related_name="+")
    name = models.TextField(default="")  # of somebody without a card
    came_at = models.DateTimeField()
    minutes = models.SmallIntegerField()
    by = models.TextField()
    marked_by = models.UUIDField(null=True)  # the key of who said so
    told_at = models.DateTimeField(null=True)  # when they told how it was, or would rather not

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="learning_came_once"),
            models.UniqueConstraint(fields=["session", "seat"], name="learning_seat_came_once"),
            models.CheckConstraint(condition=Q(by__in=list(CAME_BY)), name="learning_came_by"),
            models.CheckConstraint(condition=Q(minutes__range=(0, 1_440)), name="learning_came_minutes"),
        ]
        indexes = [
            models.Index(fields=["person", "-came_at"], condition=Q(person__isnull=False), name="learning_came_of")
        ]


class HeadCount(models.Model):
    """How many of a band of age and a sex came to a session, counted without names. Those on the list aside."""

    id = models.BigAutoField(primary_key=True)
    session = models.ForeignKey(Session, models.CASCADE, related_name="+", db_index=False)
    band = models.TextField()
    sex = models.TextField()
    people = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "band", "sex"], name="learning_heads_once"),
            models.CheckConstraint(condition=Q(band__in=list(BANDS)), name="learning_heads_band"),
            models.CheckConstraint(condition=Q(sex__in=list(SEXES)), name="learning_heads_sex"),
            models.CheckConstraint(condition=Q(people__range=(0, 10_000)), name="learning_heads_people"),
        ]
