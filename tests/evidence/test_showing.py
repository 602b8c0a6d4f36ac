"""Photos of a visit: drawn anew, for those who may read the round, and as it was once the visit is finished."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from rianru.core.actors import Role
from rianru.core.models import Fact
from rianru.evidence import actions, queries
from rianru.evidence.actions import refusals as no
from rianru.evidence.actions import showing
from rianru.evidence.models import VisitFile
from rianru.kernel.formats import pictures
from rianru.kernel.formats.files import FileKindWrong
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from tests.evidence.making import GOOD, LATER, day, view
from tests.factories.pictures import SVG, picture
from tests.people import making as people

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture(autouse=True)
def _storage(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def visited(house):
    """A round that is handed in, of which one criterion was scored on a visit."""
    id = house.handed_in()
    actions.score_visit(actor=house.visitor, at=LATER, assessment_id=id, visited_on=day(LATER),
                        scores={"opening": actions.Scored(3)})
    return id


def show(house, id, data=None, *, actor=None, criterion="opening", name="ประตู.jpg"):
    return actions.show_on_visit(actor=actor or house.visitor, at=LATER, assessment_id=id, criterion=criterion,
                                 name=name, data=data or picture())


def located():
    """A photo that says where it was taken."""
    stream, exif = BytesIO(), Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (19.0, 10.0, 0.0)
    Image.linear_gradient("L").convert("RGB").resize((300, 400)).save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def test_a_photo_stands_at_its_criterion_and_says_no_more_where_it_was_taken(house, visited):
    sent = located()
    assert Image.open(BytesIO(sent)).getexif().get_ifd(0x8825)  # the control: it did say so
    id = show(house, visited, sent)
    [line] = [line for line in view(visited).lines if line.shots]
    assert (line.criterion.name, [one.id for one in line.shots]) == ("opening", [id])
    kept = line.shots[0]
    with default_storage.open(kept.path) as stream:
        drawn = Image.open(BytesIO(stream.read()))
    assert (drawn.format, dict(drawn.getexif()), kept.name, kept.media_type) == ("WEBP", {}, "ประตู.webp", "image/webp")
    assert queries.file_of(view(visited).assessment, id) == kept


def test_a_paper_is_kept_as_it_is_and_nothing_else_is_taken(house, visited):
    show(house, visited, PDF, name="../แบบ.pdf")
    assert [(one.name, one.media_type) for one in VisitFile.objects.all()] == [("แบบ.pdf", "application/pdf")]
    for wrong, refusal in ((SVG, FileKindWrong), (b"MZ\x90", FileKindWrong)):
        with pytest.raises(refusal):
            show(house, visited, wrong)
    with pytest.raises(Refused):
        show(house, visited, b"\x89PNG\r\n\x1a\n" + bytes(pictures.MOST_BYTES))
    with pytest.raises(no.LevelWrong):
        show(house, visited, criterion="roof")
    assert VisitFile.objects.count() == 1


def test_before_a_level_there_is_no_visit_to_which_it_could_belong(house):
    id = house.handed_in()
    with pytest.raises(no.NotThereYet):
        show(house, id)


def test_so_many_at_a_criterion_and_one_may_be_taken_out(house, visited, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(showing, "MOST", 2)
    first, _ = show(house, visited), show(house, visited)
    with pytest.raises(no.ShowsEnough):
        show(house, visited)
    path = VisitFile.objects.get(id=first).path
    with django_capture_on_commit_callbacks(execute=True):
        actions.drop_from_visit(actor=house.visitor, at=LATER, assessment_id=visited, file_id=first)
    assert (default_storage.exists(path), VisitFile.objects.count()) == (False, 1)
    show(house, visited)


def test_only_a_visitor_adds_and_nobody_once_the_visit_is_finished(house, visited):
    for actor in (house.keeper, house.stranger):
        with pytest.raises((NotAllowed, no.OwnVisit)):
            show(house, visited, actor=actor)
    id = show(house, visited)
    house.visited(visited, GOOD)
    for late in (lambda: show(house, visited), lambda: actions.drop_from_visit(
            actor=house.visitor, at=LATER, assessment_id=visited, file_id=id)):
        with pytest.raises(no.StateWrong):
            late()
    other = people.acting(people.staff(LATER, Role.LIBRARIAN, "network", people.network("south").id), LATER)
    with pytest.raises(NotAllowed):
        actions.drop_from_visit(actor=other, at=LATER, assessment_id=visited, file_id=id)


def test_a_file_of_another_round_is_not_there(house, visited):
    id = show(house, visited)
    house.visited(visited, GOOD)
    actions.decide_assessment(actor=house.leader, at=LATER, assessment_id=visited)
    other = house.handed_in(at=LATER)
    assert queries.file_of(view(other).assessment, id) is None
    with pytest.raises(NotFound):
        actions.drop_from_visit(actor=house.visitor, at=LATER, assessment_id=other, file_id=id)


@pytest.mark.django_db(transaction=True)
def test_it_begins_transactions_of_its_own(house, visited):
    show(house, visited)
    assert VisitFile.objects.count() == 1


def test_facts_of_it_name_no_file(house, visited):
    show(house, visited)
    fact = Fact.objects.get(verb="evidence.visit_shown")
    assert (fact.object_id, fact.space_id) == (visited, house.here)
