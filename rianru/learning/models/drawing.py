"""Fair seats: quotas, the seed that was committed to, and the list as it was when the seats were given."""

from django.db import models
from django.db.models import F, Q

from rianru.kernel.ids import new_id
from rianru.learning.models.seating import Seating
from rianru.learning.words import DRAW_BY, GROUPS


class Draw(models.Model):
    """That the seats of a seating are given at once after `closes_at`. `commitment` is public from the first day, the
    seed from `drawn_at` on; `seats` is how many there were then.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    seating = models.OneToOneField(Seating, models.CASCADE, related_name="draw")
    by = models.TextField()
    closes_at = models.DateTimeField()
    seed = models.TextField()
    commitment = models.TextField()
    set_at = models.DateTimeField()
    drawn_at = models.DateTimeField(null=True)
    seats = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(by__in=list(DRAW_BY)), name="learning_draw_by"),
            models.CheckConstraint(
                condition=Q(drawn_at__isnull=True, seats__isnull=True)
                | Q(drawn_at__isnull=False, seats__isnull=False, drawn_at__gte=F("closes_at")),
                name="learning_draw_after_closing",
            ),
        ]
        indexes = [
            models.Index(fields=["closes_at", "id"], condition=Q(drawn_at__isnull=True), name="learning_draws_due")
        ]


class Quota(models.Model):
    """So many seats of a draw are first for a group. `area`: of the group `district`, the code that people live in."""

    id = models.BigAutoField(primary_key=True)
    draw = models.ForeignKey(Draw, models.CASCADE, related_name="quotas", db_index=False)
    position = models.SmallIntegerField()
    group = models.TextField()
    area = models.TextField(default="")
    seats = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draw", "position"], name="learning_quota_order"),
            models.UniqueConstraint(fields=["draw", "group", "area"], name="learning_quota_once"),
            models.CheckConstraint(condition=Q(group__in=list(GROUPS)), name="learning_quota_group"),
            models.CheckConstraint(
                condition=(Q(group="district") & ~Q(area="")) | (~Q(group="district") & Q(area="")),
                name="learning_quota_area",
            ),
            models.CheckConstraint(condition=Q(seats__range=(1, 10_000)), name="learning_quota_seats"),
        ]


class DrawEntry(models.Model):
    """A party as the published list has it, and what it drew. It leads to nobody: a party that is forgotten leaves it.

    `line`: as `kernel.draws.Entry.line` writes it.
    """

    id = models.BigAutoField(primary_key=True)
    draw = models.ForeignKey(Draw, models.CASCADE, related_name="entries", db_index=False)
    code = models.TextField()
    line = models.TextField()
    rank = models.IntegerField()
    ticket = models.TextField(default="")
    why = models.TextField()  # the group whose quota gave the seats, "open" or "waiting"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draw", "code"], name="learning_entry_once"),
            models.UniqueConstraint(fields=["draw", "rank"], name="learning_entry_rank"),
        ]
