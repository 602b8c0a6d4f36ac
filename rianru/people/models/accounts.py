"""Accounts, people, the pseudonyms that stand for them in facts, their roles and consents, one-time links and
partners' keys.
"""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from rianru.core.actors import Role
from rianru.kernel.ids import new_id
from rianru.people.words import SCOPES

EMAIL_LONGEST = 254  # RFC 5321, 4.5.3.1.3, without the brackets
NAME_LONGEST = 200


class Accounts(BaseUserManager["Account"]):
    """Finds accounts by e-mail as it was typed. Accounts are made by `people.actions`, never here."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """A way to sign in. E-mail is kept in lower case, so that the plain unique key is blind to case.

    Password and last_login are Django's; second factors and verified addresses are allauth's.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.CharField(max_length=EMAIL_LONGEST)
    language = models.CharField(max_length=2, default="th")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    objects = Accounts()
    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email"], name="people_account_email"),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="people_account_email_lower"),
            models.CheckConstraint(
                condition=models.Q(email__regex=r"^[^\s@]+@[^\s@]+$"), name="people_account_email_form"
            ),
            models.CheckConstraint(condition=models.Q(language__in=["th", "en"]), name="people_account_language"),
        ]

    def __str__(self) -> str:
        return self.email


class Person(models.Model):
    """Someone, with or without an account. Names as written: the given name first, never inverted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.OneToOneField(Account, null=True, on_delete=models.SET_NULL, related_name="person")
    given_name = models.CharField(max_length=NAME_LONGEST)
    family_name = models.CharField(max_length=NAME_LONGEST, blank=True, default="")
    display_name = models.CharField(max_length=NAME_LONGEST, blank=True, default="")
    sort_key = models.TextField(db_collation="C", default="")
    birth_year = models.PositiveSmallIntegerField(null=True)  # common era
    phone = models.TextField(blank=True, default="", db_default="")  # digits alone, as dialled inside the country
    email = models.TextField(blank=True, default="", db_default="")  # for letters, of those without an account
    lives_in = models.TextField(blank=True, default="", db_default="")  # code of a district or sub-district
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(given_name=""), name="people_person_named"),
            models.CheckConstraint(
                condition=models.Q(birth_year__isnull=True) | models.Q(birth_year__range=(1880, 2200)),
                name="people_person_birth_year",
            ),
        ]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="people_person_order"),
            models.Index(fields=["phone"], name="people_person_phone", condition=~models.Q(phone="")),
        ]

    @property
    def full_name(self) -> str:
        """Given name, then family name, in both languages."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def name(self) -> str:
        """What the person wants to be called on screen."""
        return self.display_name or self.full_name


class NameChange(models.Model):
    """The old and the new value of a changed name. Erased with the person; the fact says only which field changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="name_changes")
    field = models.CharField(max_length=20)
    old = models.CharField(max_length=NAME_LONGEST, blank=True)
    new = models.CharField(max_length=NAME_LONGEST, blank=True)
    changed_by = models.UUIDField(null=True)  # a pseudonym's key, or null for the installation itself
    changed_at = models.DateTimeField()


class Pseudonym(models.Model):
    """The key that stands for a person in facts. Destroying it cuts the tie for good: the key stays, the person goes.

    What remains of a destroyed key is kept so that a restored backup can destroy it again.
    """

    key = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="pseudonyms")
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], name="people_pseudonym_one_live"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, destroyed_at__isnull=True)
                | models.Q(person__isnull=True, destroyed_at__isnull=False),
                name="people_pseudonym_live_or_destroyed",
            ),
        ]


class RoleGrant(models.Model):
    """One role of one person in one scope, from `since` until before `until`. Ended, never deleted: what is ended
    before it began holds for no time at all.

    The first migration adds what Django cannot say without an extension: the same role in the same scope never overlaps
    with itself (`people_role_grant_no_overlap`).
    """

    class ScopeKind(models.TextChoices):
        NATIONAL = "national"
        NETWORK = "network"
        CITY = "city"
        SPACE = "space"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    scope_kind = models.CharField(max_length=10, choices=ScopeKind)
    scope_id = models.UUIDField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    granted_by = models.UUIDField(null=True)  # a pseudonym's key, or null for the installation itself
    granted_at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True, default="")
    ended_by = models.UUIDField(null=True)
    end_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="people_role_known"
            ),
            models.CheckConstraint(
                condition=models.Q(scope_kind="national", scope_id__isnull=True)
                | models.Q(scope_kind__in=["network", "city", "space"], scope_id__isnull=False),
                name="people_role_scope",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="people_role_period",
            ),
        ]
        indexes = [
            models.Index(fields=["scope_kind", "scope_id", "id"], name="people_role_by_scope"),
            models.Index(fields=["person", "until"], name="people_role_by_person"),
        ]


class Consent(models.Model):
    """What a person agreed to, for one purpose; withdrawn as easily as given. One in force per purpose."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=60)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=models.Q(withdrawn_at__isnull=True), name="people_consent_once"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | models.Q(withdrawn_at__gte=models.F("given_at")),
                name="people_consent_period",
            ),
        ]


class SignInLink(models.Model):
    """A link that signs one account in once. Only the SHA-256 of its token is kept: 256 random bits need no salt."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sign_in_links")
    token_hash = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token_hash"], name="people_sign_in_link_token")]


class Identity(models.Model):
    """Who an account is at a provider (LINE, ThaID): a keyed hash of what the provider calls them, made by the face.

    Never the name there, never a national id: without the key nothing leads from here to a person there.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="identities")
    provider = models.CharField(max_length=20)
    subject_hash = models.BinaryField(max_length=32)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject_hash"], name="people_identity_once"),
            models.UniqueConstraint(fields=["account", "provider"], name="people_identity_one_a_provider"),
        ]


class Recovery(models.Model):
    """Someone who lost every second step asks to come in without: after some days, unless the owner says no.

    Only the SHA-256 of the token that says no is kept. One open a person.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recoveries")
    token_hash = models.BinaryField(max_length=32)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(ended_at__isnull=True), name="people_recovery_one_open"
            ),
            models.UniqueConstraint(fields=["token_hash"], name="people_recovery_token"),
            models.CheckConstraint(condition=models.Q(due_at__gt=models.F("asked_at")), name="people_recovery_waits"),
        ]


class PartnerKey(models.Model):
    """A key with which a partner's programs read more often, or more. Only the SHA-256 of its secret is kept: 256
    random bits need no salt. Ended, never deleted, so that what was read with it stays told.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=NAME_LONGEST)  # of the partner: an organisation, never a person
    scopes = ArrayField(models.TextField())
    per_minute = models.PositiveIntegerField()
    secret_hash = models.BinaryField(max_length=32)
    ending = models.CharField(max_length=4)  # the last signs of the secret, to tell keys apart in a list
    made_by = models.UUIDField(null=True)  # a pseudonym's key, or null for the installation itself
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["secret_hash"], name="people_partner_key_secret"),
            models.CheckConstraint(condition=models.Q(per_minute__range=(1, 100_000)), name="people_partner_key_rate"),
            models.CheckConstraint(
                condition=models.Q(scopes__contained_by=list(SCOPES), scopes__len__gte=1),
                name="people_partner_key_scopes",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("made_at")),
                name="people_partner_key_period",
            ),
        ]


class PartnerKeyDay(models.Model):
    """How often a key was used on one day of Bangkok. Not what was asked, nor from where."""

    id = models.BigAutoField(primary_key=True)
    key = models.ForeignKey(PartnerKey, on_delete=models.CASCADE, related_name="days")
    day_on = models.DateField()
    uses = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "day_on"], name="people_partner_key_day_once")]


class SavedSearch(models.Model):
    """A search that a member keeps, to be told what new things it finds. What people look for is nobody else's affair:
    it goes with the person.
    """

    class Often(models.TextChoices):
        DAILY = "daily"
        WEEKLY = "weekly"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True, default="")
    kind = models.TextField(blank=True, default="")  # of core.kinds; blank: everything
    chosen = ArrayField(models.TextField(), default=list)  # "facet=value", in order
    often = models.CharField(max_length=10, choices=Often, default=Often.DAILY)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # what arrived before it, the member has seen on the page
    told_at = models.DateTimeField()  # what arrived before it, the member was told of
    looked_on = models.DateField()  # the day on which it was last looked for
    noticed_on = models.DateField(null=True)  # the day of the last letter
    paused_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text="") | models.Q(chosen__len__gte=1), name="people_search_asks"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="people_search_of"),
            models.Index(fields=["looked_on"], name="people_search_due", condition=models.Q(paused_at=None)),
        ]
