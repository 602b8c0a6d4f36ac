import pytest

from rianru.core.models import Change, Fact


@pytest.fixture
def traces():
    """How many facts and changes there are: what a refusal must leave as it was."""
    return lambda: (Fact.objects.count(), Change.objects.count())
