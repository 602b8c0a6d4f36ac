"""Programmes: activities that lead somewhere together, and what completes them."""

from django.db import models
from django.db.models import Q

from rianru.kernel.ids import new_id
from rianru.learning.models.activities import Activity
from rianru.learning.words import PROGRAMME_STATES
from rianru.people.models import Person
from rianru.places.models import Space


class Programme(models.Model):
    """Parts to complete, in order or in any; and hours, where that is asked."""

    id = models.UUIDField(primary_key=True, default=new_id)
    space = models.ForeignKey(Space, models.PROTECT, related_name="+", db_index=False)
    title_th = models.TextField()
    title_en = models.TextField(default="")
    description_th = models.TextField(default="")
    description_en = models.TextField(default="")
    state = models.TextField(default="draft")
    ordered = models.BooleanField(default=False)  # a part counts only what was done after the part before it
    least_minutes = models.IntegerField(default=0)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(PROGRAMME_STATES)), name="learning_programme_state"),
            models.CheckConstraint(condition=~Q(title_th=""), name="learning_programme_titled"),
            models.CheckConstraint(
                condition=Q(least_minutes__range=(0, 600_000)), name="learning_programme_minutes"
            ),
        ]
        indexes = [models.Index(fields=["space", "state", "id"], name="learning_programme_of_space")]


class ProgrammePart(models.Model):
    """A group of activities of which `needs` must be attended; none: all of them. The lowest `position` comes first."""

    id = models.UUIDField(primary_key=True, default=new_id)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="parts", db_index=False)
    position = models.SmallIntegerField()
    title_th = models.TextField()
    title_en = models.TextField(default="")
    needs = models.SmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "position"], name="learning_programme_part_once"),
            models.CheckConstraint(
                condition=Q(needs__isnull=True) | Q(needs__gte=1), name="learning_programme_part_needs"
            ),
        ]


class ProgrammeStep(models.Model):
    """An activity in a part."""

    id = models.BigAutoField(primary_key=True)
    part = models.ForeignKey(ProgrammePart, models.CASCADE, related_name="steps", db_index=False)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="steps")
    position = models.SmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "activity"], name="learning_programme_step_once")]


class ProgrammeCompletion(models.Model):
    """That somebody completed a programme; once, and it stays though the programme changes."""

    id = models.UUIDField(primary_key=True, default=new_id)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="completions", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    minutes = models.IntegerField()  # attended in its activities
    completed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "person"], name="learning_completed_once")]
