"""Challenges: goals that stamps lead to, who takes part as one, how far they are, and what they are given."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from rianru.kernel.ids import new_id
from rianru.learning.models.programmes import Programme
from rianru.learning.words import CHALLENGE_FORMS, CHALLENGE_STATES, GOAL_KINDS, REACHES, STAMP_KINDS, UNITS
from rianru.people.models import Household, Person
from rianru.places.models import Space


class Challenge(models.Model):
    """Goals to reach between two days, both inclusive. `needs` of them complete it, of a board so many lines."""

    id = models.UUIDField(primary_key=True, default=new_id)
    space = models.ForeignKey(Space, models.PROTECT, related_name="+", db_index=False)  # the host
    title_th = models.TextField()
    title_en = models.TextField(default="")
    description_th = models.TextField(default="")
    description_en = models.TextField(default="")
    form = models.TextField(default="goals")
    unit = models.TextField(default="person")
    reach = models.TextField(default="network")  # the spaces whose stamps count
    area = models.TextField(default="")  # of the reach `area`: its code
    starts_on = models.DateField()
    ends_on = models.DateField()
    needs = models.SmallIntegerField(default=1)
    state = models.TextField(default="draft")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title_th=""), name="learning_challenge_titled"),
            models.CheckConstraint(condition=Q(form__in=list(CHALLENGE_FORMS)), name="learning_challenge_form"),
            models.CheckConstraint(condition=Q(unit__in=list(UNITS)), name="learning_challenge_unit"),
            models.CheckConstraint(condition=Q(state__in=list(CHALLENGE_STATES)), name="learning_challenge_state"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="learning_challenge_period"),
            models.CheckConstraint(condition=Q(needs__range=(1, 25)), name="learning_challenge_needs"),
            models.CheckConstraint(
                condition=Q(reach__in=list(REACHES))
                & ((Q(reach="area") & ~Q(area="")) | (~Q(reach="area") & Q(area=""))),
                name="learning_challenge_reach",
            ),
        ]
        indexes = [
            models.Index(fields=["space", "state", "id"], name="learning_challenge_of_space"),
            models.Index(fields=["state", "ends_on", "id"], name="learning_challenge_when"),
        ]


class Goal(models.Model):
    """One goal, or one square of a board: `needs` of something, in stamps of the kinds `of`."""

    id = models.UUIDField(primary_key=True, default=new_id)
    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="goals", db_index=False)
    position = models.SmallIntegerField()
    kind = models.TextField()
    of = ArrayField(models.TextField(), default=list)
    needs = models.IntegerField(default=1)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, related_name="+")
    title_th = models.TextField(default="")  # blank: as the goal says of itself
    title_en = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["challenge", "position"], name="learning_goal_once"),
            models.CheckConstraint(condition=Q(kind__in=list(GOAL_KINDS)), name="learning_goal_kind"),
            models.CheckConstraint(condition=Q(of__contained_by=list(STAMP_KINDS)), name="learning_goal_of"),
            models.CheckConstraint(
                condition=Q(kind="free", needs=0) | (~Q(kind="free") & Q(needs__range=(1, 100_000))),
                name="learning_goal_needs",
            ),
            models.CheckConstraint(
                condition=Q(programme__isnull=True) | Q(kind="activities"), name="learning_goal_programme"
            ),
        ]


class Entry(models.Model):
    """Who takes part as one: a person, those of a household, or a group with a name and a code.

    `reached`: how many goals, of a board how many lines. Completed once, and it stays.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="entries", db_index=False)
    household = models.ForeignKey(Household, models.SET_NULL, null=True, related_name="+")
    name = models.TextField(default="")  # of a group: a school, a class; given by staff
    reached = models.SmallIntegerField(default=0)
    joined_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["challenge", "household"], name="learning_entry_household_once"),
            models.UniqueConstraint(
                fields=["challenge", "name"], condition=~Q(name=""), name="learning_entry_name_once"
            ),
        ]


class EntryMember(models.Model):
    """Somebody in an entry; in one of a challenge at most."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="members")
    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["challenge", "person"], name="learning_entry_once_each")]


class Tally(models.Model):
    """How much of a goal an entry has done: nothing that stamps do not say (`actions.recount`)."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="tallies", db_index=False)
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="+")
    done = models.IntegerField()
    reached_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "goal"], name="learning_tally_once"),
            models.CheckConstraint(condition=Q(done__gte=0), name="learning_tally_done"),
        ]


class Reward(models.Model):
    """What is given, and where it is picked up. `after`: for so many goals or lines; none: for all that is needed.

    `stock` none: as many as come.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="rewards")
    position = models.SmallIntegerField()
    title_th = models.TextField()
    title_en = models.TextField(default="")
    space = models.ForeignKey(Space, models.PROTECT, related_name="+")
    after = models.SmallIntegerField(null=True)
    stock = models.IntegerField(null=True)
    claimed = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title_th=""), name="learning_reward_titled"),
            models.CheckConstraint(condition=Q(claimed__gte=0), name="learning_reward_claimed"),
            models.CheckConstraint(
                condition=Q(stock__isnull=True) | Q(claimed__lte=F("stock")), name="learning_reward_never_oversold"
            ),
            models.CheckConstraint(
                condition=Q(stock__isnull=True) | Q(stock__range=(0, 1_000_000)), name="learning_reward_stock"
            ),
            models.CheckConstraint(
                condition=Q(after__isnull=True) | Q(after__range=(1, 25)), name="learning_reward_after"
            ),
        ]


class RewardClaim(models.Model):
    """That it was handed over: once an entry; of a group once each who is in it (`person`)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    reward = models.ForeignKey(Reward, models.CASCADE, related_name="claims", db_index=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    claimed_at = models.DateTimeField()
    claimed_by = models.UUIDField(null=True)  # the key of who handed it over

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reward", "entry", "person"], nulls_distinct=False, name="learning_claimed_once"
            )
        ]
