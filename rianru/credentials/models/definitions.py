"""What can be proven: an achievement with its criteria, hours, units and levels, and the rules by which it is given."""

from django.db import models
from django.db.models import Q

from rianru.credentials.models.issuers import Issuer
from rianru.credentials.words import DYES, KINDS, WEAVES
from rianru.kernel.ids import new_id

PICTURES = "achievements"  # the folder of pictures in the storage


class Definition(models.Model):
    """An achievement. What was issued keeps what it said then; `version` counts its changes. Ended, never deleted.

    `hours` is what it stands for; `credits` are those of the credit bank; `months` how long it is valid, if it ends.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="definitions")
    kind = models.TextField()
    name_th = models.TextField()
    name_en = models.TextField(default="")
    description_th = models.TextField()
    description_en = models.TextField(default="")
    criteria_th = models.TextField()
    criteria_en = models.TextField(default="")
    hours = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    credits = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    months = models.SmallIntegerField(null=True)
    dye = models.TextField(default="indigo")
    weave = models.TextField(default="diamond")
    signer_th = models.TextField(default="")  # name and office under the certificate's line
    signer_en = models.TextField(default="")
    picture = models.TextField(default="", db_default="")  # of its own, as a digest (core.pictures); blank: drawn
    version = models.IntegerField(default=1)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="credentials_definition_kind"),
            models.CheckConstraint(condition=Q(dye__in=list(DYES)), name="credentials_definition_dye"),
            models.CheckConstraint(condition=Q(weave__in=list(WEAVES)), name="credentials_definition_weave"),
            models.CheckConstraint(
                condition=~Q(name_th="") & ~Q(description_th="") & ~Q(criteria_th=""),
                name="credentials_definition_said",
            ),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(hours__gt=0), name="credentials_definition_hours"
            ),
            models.CheckConstraint(
                condition=Q(months__isnull=True) | Q(months__range=(1, 600)), name="credentials_definition_months"
            ),
        ]


class Level(models.Model):
    """A level that can be reached, 1 the lowest."""

    id = models.UUIDField(primary_key=True, default=new_id)
    definition = models.ForeignKey(Definition, models.CASCADE, related_name="levels")
    number = models.SmallIntegerField()
    name_th = models.TextField()
    name_en = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["definition", "number"], name="credentials_level_number"),
            models.CheckConstraint(condition=Q(number__range=(1, 9)), name="credentials_level_range"),
        ]


class Unit(models.Model):
    """A competency unit that the achievement covers, in somebody's framework."""

    id = models.UUIDField(primary_key=True, default=new_id)
    definition = models.ForeignKey(Definition, models.CASCADE, related_name="units")
    number = models.SmallIntegerField()
    name = models.TextField()
    code = models.TextField(default="")
    framework = models.TextField(default="")
    url = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["definition", "number"], name="credentials_unit_number")]


class AwardRule(models.Model):
    """Who completes (kind, id) with at least so many hours is given this, at a level where one is named."""

    id = models.UUIDField(primary_key=True, default=new_id)
    definition = models.ForeignKey(Definition, models.CASCADE, related_name="rules")
    object_kind = models.TextField()
    object_id = models.UUIDField()
    hours = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    level = models.ForeignKey(Level, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "object_kind", "object_id", "level"], condition=Q(ended_at__isnull=True),
                name="credentials_rule_once", nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(hours__gte=0), name="credentials_rule_hours"),
        ]
        indexes = [
            models.Index(
                fields=["object_kind", "object_id"], name="credentials_rule_of", condition=Q(ended_at__isnull=True)
            ),
        ]
