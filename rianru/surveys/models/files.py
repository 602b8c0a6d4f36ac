"""Files and photos that were given as answers."""

from django.db import models
from django.db.models import Q

from rianru.kernel.ids import new_id
from rianru.surveys.models.answers import Draft, Response


class Attachment(models.Model):
    """One file of an answer, of a draft until it is handed in. Its id stands in the answer; `path` is in the storage.

    A photo was drawn anew, so that nothing but its pixels is left; where it was taken is not.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    draft = models.ForeignKey(Draft, models.CASCADE, null=True, related_name="attachments")
    response = models.ForeignKey(Response, models.CASCADE, null=True, related_name="attachments")
    column = models.TextField()
    name = models.TextField()  # as it was called where it came from
    media_type = models.TextField()
    bytes = models.IntegerField()
    path = models.TextField()
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(draft__isnull=True, response__isnull=False) | Q(draft__isnull=False, response__isnull=True),
                name="surveys_attachment_of_one",
            ),
        ]
