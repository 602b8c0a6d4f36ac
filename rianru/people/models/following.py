"""What somebody follows, to be told of it."""

from django.db import models
from django.db.models import F, Q

from rianru.kernel.ids import new_id
from rianru.people.models.accounts import Person
from rianru.people.words import FOLLOWED, OFTEN


class Follow(models.Model):
    """That somebody wants to hear of a thing. What people follow is nobody else's affair: it goes with the person, and
    no fact names it. `object_id` is of another app, which may lie on a floor above: no foreign key.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    kind = models.TextField()
    object_id = models.UUIDField()
    often = models.TextField(default="weekly", db_default="weekly")
    made_at = models.DateTimeField()
    told_at = models.DateTimeField()  # what happened before it, they were told of
    looked_on = models.DateField()  # the day on which it was last looked for
    noticed_on = models.DateField(null=True)  # the day of the last letter

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "object_id"], name="people_follow_once"),
            models.CheckConstraint(condition=Q(kind__in=list(FOLLOWED)), name="people_follow_kind"),
            models.CheckConstraint(condition=Q(often__in=list(OFTEN)), name="people_follow_often"),
            models.CheckConstraint(condition=Q(told_at__gte=F("made_at")), name="people_follow_told"),
        ]
        indexes = [
            models.Index(fields=["kind", "object_id"], name="people_follow_of"),
            models.Index(fields=["looked_on"], name="people_follow_due"),
        ]
