"""Areas by their official codes, and the cities that they make."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left, Length

from rianru.kernel.ids import new_id
from rianru.places.models.colours import DYES, WEAVES


class Area(models.Model):
    """A province (2 digits), district (4), sub-district (6) or village (8), by its official code."""

    code = models.TextField(primary_key=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    name_th = models.TextField()
    name_en = models.TextField()
    sort_th = models.TextField(db_collation="C")
    postal_code = models.TextField(default="")
    lat = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    lon = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    population = models.IntegerField(null=True)
    population_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^([0-9]{2}){1,4}$"), name="places_area_code"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, code__regex=r"^[0-9]{2}$")
                | Q(parent__isnull=False, parent=Left(F("code"), Length(F("code")) - 2)),
                name="places_area_parent",
            ),
        ]


class AbolishedArea(models.Model):
    """A code that is no longer in force, and the codes that took its place."""

    code = models.TextField(primary_key=True)
    name_th = models.TextField()
    name_en = models.TextField()
    abolished_on = models.DateField(null=True)
    successors = ArrayField(models.TextField(), default=list)


class City(models.Model):
    """A learning city: a role that a set of areas holds, with one dye and one woven motif."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.SlugField(unique=True)
    name_th = models.TextField()
    name_en = models.TextField()
    dye = models.TextField()
    weave = models.TextField()
    unesco_since = models.SmallIntegerField(null=True)  # year CE
    pilot = models.BooleanField(default=False)  # of the Equitable Education Fund
    approximate = models.BooleanField(default=False)  # its areas stand in for borders that have no geocode
    areas = models.ManyToManyField(Area, through="CityArea")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(dye__in=DYES), name="places_city_dye"),
            models.CheckConstraint(condition=Q(weave__in=WEAVES), name="places_city_weave"),
        ]


class CityArea(models.Model):
    """That an area, with everything inside it, belongs to a city."""

    id = models.BigAutoField(primary_key=True)
    city = models.ForeignKey(City, models.CASCADE)
    area = models.ForeignKey(Area, models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "area"], name="places_cityarea_once")]
