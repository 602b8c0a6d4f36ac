"""What was proven of whom, how it stands, what showed it; and who vouches for an achievement or an issuer."""

from django.db import models
from django.db.models import F, Q

from rianru.credentials.models.definitions import Definition, Level
from rianru.credentials.models.issuers import Issuer, SigningKey, StatusList
from rianru.credentials.words import SIGHTS
from rianru.kernel.ids import new_id
from rianru.people.models import Person


class Credential(models.Model):
    """A signed badge, and the certificate drawn from it. Never deleted; it names nobody, and loses its person.

    `document` is the JSON as it was signed, `token` the same as VC-JWT. One standing credential of a definition and
    level a person; one a proof for ever, so that what was revoked is not given again by the same proof.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="credentials")
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="credentials")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    level = models.ForeignKey(Level, models.PROTECT, null=True, related_name="+")
    year_be = models.SmallIntegerField()
    number = models.IntegerField()
    hours = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    proof_kind = models.TextField(default="")
    proof_id = models.UUIDField(null=True)
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField(null=True)
    valid_until_at = models.DateTimeField(null=True)
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="+")
    status_list = models.ForeignKey(StatusList, models.PROTECT, related_name="+")
    status_index = models.IntegerField()
    document = models.TextField()
    token = models.TextField()
    suspended_at = models.DateTimeField(null=True)
    suspended_for = models.TextField(default="")
    revoked_at = models.DateTimeField(null=True)
    revoked_for = models.TextField(default="")
    replaced_at = models.DateTimeField(null=True)  # a newer one of the same kind was issued
    sight = models.TextField(default="private")
    shows_name = models.BooleanField(default=False)
    shows_evidence = models.BooleanField(default=False)
    code = models.TextField()  # of the certificate's QR: whoever holds the paper may look

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["status_list", "status_index"], name="credentials_place_once"),
            models.UniqueConstraint(fields=["issuer", "year_be", "number"], name="credentials_number_once"),
            models.UniqueConstraint(
                fields=["definition", "person", "level"], name="credentials_held_once", nulls_distinct=False,
                condition=Q(revoked_at__isnull=True, replaced_at__isnull=True, person__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["definition", "person", "proof_kind", "proof_id", "level"], name="credentials_proof_once",
                condition=Q(proof_id__isnull=False, person__isnull=False), nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(sight__in=list(SIGHTS)), name="credentials_sight"),
            models.CheckConstraint(
                condition=Q(status_index__range=(0, 131_071)), name="credentials_place_range"
            ),
            models.CheckConstraint(
                condition=Q(valid_until_at__isnull=True) | Q(valid_until_at__gt=F("issued_at")),
                name="credentials_period",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="credentials_of_person"),
            models.Index(fields=["issuer", "-id"], name="credentials_of_issuer"),
            models.Index(fields=["definition", "-id"], name="credentials_of_definition"),
            models.Index(
                fields=["id"], name="credentials_of_nobody", condition=Q(person__isnull=True, revoked_at__isnull=True)
            ),
        ]


class Evidence(models.Model):
    """Something that shows it: what was completed, by kind and id, with hours, or told in words."""

    id = models.UUIDField(primary_key=True, default=new_id)
    credential = models.ForeignKey(Credential, models.CASCADE, related_name="evidence")
    object_kind = models.TextField(default="")
    object_id = models.UUIDField(null=True)
    hours = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    told = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(object_id__isnull=False) | ~Q(told=""), name="credentials_evidence_says"
            ),
        ]
        indexes = [models.Index(fields=["object_id"], name="credentials_evidence_of")]


class Endorsement(models.Model):
    """An issuer vouches for an achievement or for another issuer, signed like a badge. Ended by the status list."""

    id = models.UUIDField(primary_key=True, default=new_id)
    endorser = models.ForeignKey(Issuer, models.PROTECT, related_name="given")
    definition = models.ForeignKey(Definition, models.PROTECT, null=True, related_name="endorsements")
    issuer = models.ForeignKey(Issuer, models.PROTECT, null=True, related_name="endorsements")
    comment = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="+")
    status_list = models.ForeignKey(StatusList, models.PROTECT, related_name="+")
    status_index = models.IntegerField()
    document = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(definition__isnull=False, issuer__isnull=True)
                | Q(definition__isnull=True, issuer__isnull=False),
                name="credentials_endorsement_one",
            ),
            models.UniqueConstraint(fields=["status_list", "status_index"], name="credentials_endorsement_place"),
            models.UniqueConstraint(
                fields=["endorser", "definition", "issuer"], condition=Q(ended_at__isnull=True),
                name="credentials_endorsement_once", nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(issuer__isnull=True) | ~Q(issuer=F("endorser")), name="credentials_endorsement_other"
            ),
        ]
