"""TRUST row *statistics*, of surveys: no cell under five is disclosed, nor by subtraction, nor by what follows from one question for
another. The attack is everything that arithmetic can do with all that everyone is told; its controls find what a plain rule would tell.
"""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import product
from random import Random
from uuid import UUID

import pytest
from django.utils import timezone

from rianru.kernel.disclosure import LEAST, Published
from rianru.kernel.questions import Multiple, Number, Single, Text
from rianru.kernel.words import T
from rianru.surveys.queries import results as told
from rianru.surveys.queries import summing
from tests.surveys.answered import answered, form, survey

pytestmark = pytest.mark.trust
FORM = form(
    Single(name="often", label=T("บ่อยแค่ไหน", "How often?"), choices="colours", required=True),
    Single(name="why", label=T("เพราะอะไร", "Why?"), choices="yes_no", required=True, relevant="${often} = 'indigo'"),
    Single(name="maybe", label=T("ใช่ไหม", "Is it?"), choices="yes_no"),
    Multiple(name="many", label=T("อะไรบ้าง", "Which?"), choices="colours"),
    Number(name="age", label=T("อายุ", "Age"), least=0, most=40),
    Text(name="say", label=T("ว่ามา", "Say")),
)
OFTEN, YES_NO = ("indigo", "lac", "leaf"), ("yes", "no")
Table = dict[str, int | None]  # by code, "" for how many answered; None is not told


def world(random: Random) -> dict[tuple[str, str], tuple[int, Decimal]]:
    """Counts of a village: some groups are large, some are three people."""
    size = [random.choice((0, 1, 2, 3, 4, 6, 9, 15, 30)) for _ in OFTEN]
    yes = random.randint(0, min(size[0], random.choice((2, 4, 50))))
    every = sum(size)
    maybe = [random.randint(0, every // 2) for _ in YES_NO]
    counts = {("", ""): every, ("often", ""): every, ("why", ""): size[0], ("maybe", ""): sum(maybe)}
    counts |= {("often", code): count for code, count in zip(OFTEN, size, strict=True)}
    counts |= {("why", "yes"): yes, ("why", "no"): size[0] - yes, ("maybe", "yes"): maybe[0], ("maybe", "no"): maybe[1]}
    return {key: (count, Decimal(count)) for key, count in counts.items() if count}


def tables(counts) -> tuple[int | None, dict[str, Table]]:
    """All that everyone is told."""
    found = told._results(UUID(int=0), FORM, counts, whole=False, weighted=False)
    return found.responses, {
        question.name: {line.code: line.count for line in question.columns[0].lines} | {"": question.columns[0].answered}
        for question in found.questions
    }


def possible(responses: int | None, said: dict[str, Table], most: int) -> Iterator[dict[tuple[str, str], int]]:
    """Every village of which all this might be told: what is told is so, and `why` is answered by all who said indigo, by no one else."""
    sizes = range(most + 1)
    for size in product(sizes, repeat=len(OFTEN)):
        every = sum(size)
        if every > most or not fits(said["often"], dict(zip(OFTEN, size, strict=True)), every) or responses not in (None, every):
            continue
        if responses is None and every >= LEAST:
            continue
        for yes in range(size[0] + 1):
            why = {"yes": yes, "no": size[0] - yes}
            if fits(said["why"], why, size[0]):
                yield {("often", code): count for code, count in zip(OFTEN, size, strict=True)} | {("why", code): n for code, n in why.items()}


def fits(table: Table, cells: dict[str, int], answered: int) -> bool:
    return all(table.get(code) in (None, count) for code, count in {**cells, "": answered}.items())


def disclosed(counts) -> list[tuple[str, str]]:
    """The small cells that can only be what they are."""
    responses, said = tables(counts)
    most = counts.get(("", ""), (0, 0))[0] + 3
    found = list(possible(responses, said, most))
    assert found, "the village itself is possible"
    small = [key for key in found[0] if 0 < counts.get(key, (0, 0))[0] < LEAST]
    return [key for key in small if len({one[key] for one in found}) == 1]


def villages(count: int = 60) -> list[dict[tuple[str, str], tuple[int, Decimal]]]:
    random = Random(2569)
    return [one for one in (world(random) for _ in range(count)) if one.get(("", ""), (0, 0))[0] <= 45]


def test_no_small_cell_follows_from_all_that_is_told():
    assert [(village, found) for village in villages() if (found := disclosed(village))] == []


def test_control_hiding_only_what_is_small_tells_it_by_subtraction(monkeypatch):
    monkeypatch.setattr(summing, "published", lambda cells: Published(
        sum(cells.values()), {key: None if 0 < count < LEAST else count for key, count in cells.items()}))
    assert sum(bool(disclosed(village)) for village in villages()) > 5


def test_control_how_many_answered_a_question_tells_who_led_to_it(monkeypatch):
    """Twenty said indigo, three lac: the indigo covers the lac, and twenty answers to why would uncover both."""
    village = {("", ""): 53, ("often", ""): 53, ("often", "indigo"): 20, ("often", "lac"): 3, ("often", "leaf"): 30,
               ("why", ""): 20, ("why", "yes"): 10, ("why", "no"): 10}
    counts = {key: (count, Decimal(count)) for key, count in village.items()}
    assert tables(counts)[1]["why"] == {"": None}
    assert disclosed(counts) == []
    monkeypatch.setattr(told, "depends", lambda shown: {})
    assert disclosed(counts) == [("often", "lac")]


def test_those_who_did_not_answer_are_a_cell_too():
    counts = {("", ""): 53, ("maybe", ""): 50, ("maybe", "yes"): 25, ("maybe", "no"): 25, ("often", ""): 53, ("often", "leaf"): 53}
    said = tables({key: (count, Decimal(count)) for key, count in counts.items()})[1]["maybe"]
    assert said[""] is None
    assert [said["yes"], said["no"]].count(None) >= 1  # else the three would follow


def test_outermost_numbers_rare_choices_and_few_answers_are_not_told():
    counts = {("", ""): 40, ("often", ""): 40, ("often", "leaf"): 40, ("many", ""): 40, ("many", "lac"): 38, ("many", "leaf"): 2,
              ("age", ""): 40, ("age", "10"): 37, ("age", "39"): 3, ("say", ""): 2}
    responses, said = tables({key: (count, Decimal(count)) for key, count in counts.items()})
    assert (responses, said["many"]["lac"], said["many"]["leaf"], said["many"]["indigo"]) == (40, None, None, 0)
    assert said["say"][""] is None
    assert 3 not in said["age"].values()
    assert tables({("", ""): (4, Decimal(4)), ("often", "leaf"): (4, Decimal(4)), ("often", ""): (4, Decimal(4))})[0] is None


@pytest.mark.django_db
def test_everyone_is_told_one_table_a_question_once_it_has_closed_and_nothing_in_the_address_splits_it(client):
    now = timezone.now()
    of = survey(FORM, at=now - timedelta(days=40), shows_results=True)
    answered(of, at=now - timedelta(days=40), times=23, often="leaf")
    answered(of, at=now - timedelta(days=1), times=6, often="lac")
    address = f"/s/{of.code}/results/"
    assert client.get(address).status_code == 404  # open: each answer would show as it comes
    of.closes_at = now - timedelta(minutes=1)
    of.save()
    plain = client.get(address)
    assert (plain.status_code, "23" in plain.content.decode()) == (200, True)

    def body(answer):
        return answer.content.split(b"<main", 1)[1].split(b"</main>")[0]

    for attempt in ("?month=2026-11", "?version=1", "?whole=1", "?space=x", "?about=activity x", "?weighted=1", "?down=often&across=why"):
        assert body(client.get(address + attempt)) == body(plain)
    for closed in ("results/", "results/cross/", "results/trends/", "results/answers.csv", "results/tables.csv", "results/words/say/"):
        assert client.get(f"/surveys/{of.code}/{closed}?whole=1").status_code in (302, 401, 403, 404)
    of.shows_results = False
    of.save()
    assert client.get(address).status_code == 404
    assert client.get(f"/s/{of.code}/results.csv").status_code == 404
