"""Standards: a questionnaire whose rubrics are criteria, and what it takes to meet them."""

from django.db import models
from django.db.models import Q

from rianru.kernel.ids import new_id
from rianru.surveys.models import Survey


class Standard(models.Model):
    """A survey of which every rubric is a criterion and every page a group. Its text is the survey's published version:
    a new version is the standard from then on, and what was assessed keeps the version on which it was.

    It is met with `passes` per cent of the points and no criterion below `least`; for `years` years.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.SlugField(unique=True)
    name_th = models.TextField()
    name_en = models.TextField()
    survey = models.OneToOneField(Survey, models.PROTECT, related_name="+")
    passes = models.SmallIntegerField(default=70)
    least = models.SmallIntegerField(default=1)
    years = models.SmallIntegerField(default=3)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name_th=""), name="evidence_standard_named"),
            models.CheckConstraint(
                condition=Q(passes__range=(1, 100), least__range=(0, 4), years__range=(1, 10)),
                name="evidence_standard_bounds",
            ),
        ]
