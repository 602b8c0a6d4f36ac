"""What people gather for, and when: activities, their sessions, who leads them, what they read."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from rianru.kernel.ids import new_id
from rianru.learning.words import BANDS, JOINING, KINDS, PARTS, SESSION_STATES, STATES
from rianru.people.models import Person
from rianru.places.models import Space, Stop


class Activity(models.Model):
    """Something that a space holds for people, once or many times. `sequence` counts the changes that calendars must
    learn of (RFC 5545, 3.8.7.4); those of one session alone are counted there.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    space = models.ForeignKey(Space, models.PROTECT, related_name="+", db_index=False)  # the host
    kind = models.TextField()
    title_th = models.TextField()
    title_en = models.TextField(default="")
    description_th = models.TextField(default="")
    description_en = models.TextField(default="")
    ages = ArrayField(models.TextField(), default=list)  # bands of words.BANDS; none: everyone
    for_whom_th = models.TextField(default="")
    for_whom_en = models.TextField(default="")
    satang = models.BigIntegerField(default=0)  # what a seat costs; 0: nothing
    cost_th = models.TextField(default="")  # what the cost is for, what to bring
    cost_en = models.TextField(default="")
    place_th = models.TextField(default="")  # where at the host, or elsewhere, when it is no room of it
    place_en = models.TextField(default="")
    online_link = models.TextField(default="")  # for those with a seat alone
    repeats = models.TextField(default="")  # an RRULE with an end (RFC 5545, 3.3.10), as it was planned; blank: none
    state = models.TextField(default="draft")
    capacity = models.IntegerField(null=True)  # seats of a session, or of the whole series; none: no limit
    joining = models.TextField(default="each")
    accounts_only = models.BooleanField(default=False)
    waiting_list = models.BooleanField(default=True)
    fair_seats = models.BooleanField(default=False)
    offer_hours = models.SmallIntegerField(default=24)  # how long an offered seat is kept
    party_most = models.SmallIntegerField(default=6)  # people whom one joins with at once
    joining_opens_at = models.DateTimeField(null=True)  # none: as soon as it is open
    joining_closes_at = models.DateTimeField(null=True)  # none: until it begins
    sequence = models.IntegerField(default=0)
    reason = models.TextField(default="")  # why it was cancelled
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)  # since when everyone sees it, where that was kept

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="learning_activity_kind"),
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="learning_activity_state"),
            models.CheckConstraint(condition=Q(joining__in=list(JOINING)), name="learning_activity_joining"),
            models.CheckConstraint(condition=Q(ages__contained_by=list(BANDS)), name="learning_activity_ages"),
            models.CheckConstraint(condition=~Q(title_th=""), name="learning_activity_titled"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__range=(1, 100_000)), name="learning_activity_capacity"
            ),
            models.CheckConstraint(condition=Q(satang__range=(0, 100_000_000)), name="learning_activity_cost"),
            models.CheckConstraint(
                condition=Q(offer_hours__range=(1, 336), party_most__range=(1, 50)), name="learning_activity_offers"
            ),
            models.CheckConstraint(
                condition=Q(joining_opens_at__isnull=True)
                | Q(joining_closes_at__isnull=True)
                | Q(joining_opens_at__lt=F("joining_closes_at")),
                name="learning_activity_joining_period",
            ),
        ]
        indexes = [
            models.Index(fields=["space", "state", "id"], name="learning_activity_of_space"),
            models.Index(fields=["space", "opened_at"], name="learning_activity_opened",
                         condition=Q(opened_at__isnull=False)),
        ]


class Session(models.Model):
    """One meeting of an activity, half-open. Cancelled ones stay, so that calendars learn of it; `sequence` as above.

    Blank words and no capacity: as the activity says.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="sessions", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.TextField(default="planned")
    title_th = models.TextField(default="")  # what this time is about
    title_en = models.TextField(default="")
    place_th = models.TextField(default="")
    place_en = models.TextField(default="")
    capacity = models.IntegerField(null=True)
    stop = models.ForeignKey(Stop, models.SET_NULL, null=True, related_name="+", db_index=False)  # where the van halts
    sequence = models.IntegerField(default=0)
    reason = models.TextField(default="")  # why it was cancelled
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="learning_session_period"),
            models.CheckConstraint(condition=Q(state__in=list(SESSION_STATES)), name="learning_session_state"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__range=(1, 100_000)), name="learning_session_capacity"
            ),
            models.UniqueConstraint(
                fields=["activity", "starts_at"], condition=Q(state="planned"), name="learning_session_once"
            ),
        ]
        indexes = [
            models.Index(fields=["activity", "starts_at"], name="learning_session_of"),
            models.Index(fields=["starts_at", "id"], name="learning_session_when"),
            models.Index(fields=["ends_at", "id"], name="learning_session_ends"),
            models.Index(
                fields=["stop", "starts_at"], condition=Q(stop__isnull=False), name="learning_session_at_stop"
            ),
        ]


class Facilitator(models.Model):
    """What an existing person does in an activity: teaches, or helps. `shown`: their name stands on its page."""

    id = models.BigAutoField(primary_key=True)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="facilitators", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    part = models.TextField()
    shown = models.BooleanField(default=True)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "person"], name="learning_facilitator_once"),
            models.CheckConstraint(condition=Q(part__in=list(PARTS)), name="learning_facilitator_part"),
        ]


class Material(models.Model):
    """A work of the catalogue that an activity uses, by the id and the title that it had when it was picked."""

    id = models.BigAutoField(primary_key=True)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="materials", db_index=False)
    work_id = models.UUIDField(db_index=True)
    title = models.TextField()
    position = models.SmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "work_id"], name="learning_material_once")]


class CalendarLink(models.Model):
    """The secret address of somebody's own calendar; only the SHA-256 of its token is kept: 256 random bits need no
    salt. A new one ends the one before.
    """

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    token_hash = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token_hash"], name="learning_calendar_token")]
