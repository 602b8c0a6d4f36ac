"""Who issues: with keys that sign, numbers of certificates, and lists that say what was taken back."""

from django.db import models
from django.db.models import Q

from rianru.credentials.words import LISTED
from rianru.kernel.ids import new_id
from rianru.places.models import Network, Organisation, Space

PLACES = 131_072  # of a status list: Bitstring Status List 1.0


class Issuer(models.Model):
    """A network, an organisation or a space as issuer. Its address stands in what it signed and never changes."""

    id = models.UUIDField(primary_key=True, default=new_id)
    network = models.OneToOneField(Network, models.PROTECT, null=True, related_name="+")
    organisation = models.OneToOneField(Organisation, models.PROTECT, null=True, related_name="+")
    space = models.OneToOneField(Space, models.PROTECT, null=True, related_name="+")
    address = models.TextField(unique=True)
    site = models.TextField()  # where its pages stood when it began, without a slash at the end
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(network__isnull=False, organisation__isnull=True, space__isnull=True)
                | Q(network__isnull=True, organisation__isnull=False, space__isnull=True)
                | Q(network__isnull=True, organisation__isnull=True, space__isnull=False),
                name="credentials_issuer_one",
            ),
        ]


class SigningKey(models.Model):
    """The public half of a key, published for ever. `until_at`: another one signs since; `revoked_at`: it was lost to
    somebody, and nothing it signed counts.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="keys")
    number = models.SmallIntegerField()
    address = models.TextField(unique=True)
    public = models.BinaryField(max_length=32)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "number"], name="credentials_key_number"),
            models.UniqueConstraint(
                fields=["issuer"], condition=Q(until_at__isnull=True), name="credentials_key_one_signs"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(until_at__isnull=False), name="credentials_key_revoked_ended"
            ),
        ]


class StatusList(models.Model):
    """131,072 places, given at random, each with two bits: revoked, suspended. With both lists as they were signed.

    `changed_at` after `signed_at`: a bit was set while the key was away; the list is signed when it is back.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="lists")
    what = models.TextField()
    number = models.SmallIntegerField()
    taken = models.IntegerField(default=0)
    revoked_bits = models.BinaryField()
    suspended_bits = models.BinaryField()
    revocation_document = models.TextField(default="")
    suspension_document = models.TextField(default="")
    changed_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "what", "number"], name="credentials_list_number"),
            models.CheckConstraint(condition=Q(what__in=LISTED), name="credentials_list_what"),
            models.CheckConstraint(condition=Q(taken__range=(0, PLACES)), name="credentials_list_taken"),
        ]


class Numbering(models.Model):
    """The last number of a certificate of an issuer in a Buddhist year."""

    id = models.BigAutoField(primary_key=True)
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="+")
    year_be = models.SmallIntegerField()
    last = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "year_be"], name="credentials_numbering_once")]
