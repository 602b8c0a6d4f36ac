"""Descriptions and traits as short as a test can say them."""

from rianru.kernel.formats.marc.description import Description, Person
from rianru.kernel.matching import Traits, Verdict, same_edition, same_work, traits
from rianru.kernel.thai import normalise


def said(title: str = "สี่แผ่นดิน", *people: str, **more) -> Description:
    """A description; `people` are names of persons, the first the main one. Text is normalised, as the reader does."""
    title = normalise(title)
    named = tuple(Person(name, main=n == 0) for n, name in enumerate(people))
    defaults = {"format": "book", "language": "tha", "title_main": title}
    return Description("x1", title, people=named, **(defaults | more))


def of(title: str = "สี่แผ่นดิน", *people: str, **more) -> Traits:
    """The same as traits."""
    return traits(said(title, *people, **more))


def edition(one: Traits, other: Traits, **more) -> Verdict:
    """What is said of two records, which must not depend on which is named first."""
    found = same_edition(one, other, **more)
    assert same_edition(other, one, **more) == found
    return found


def work(one: Traits, other: Traits, **more) -> Verdict:
    """The same of two editions."""
    found = same_work(one, other, **more)
    assert same_work(other, one, **more) == found
    return found
