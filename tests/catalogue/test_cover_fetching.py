"""Covers fetched from addresses: asked for, done by a job, refused in words; real servers on this machine."""

import ipaddress
from datetime import timedelta

import pytest

from rianru.catalogue import actions, jobs, queries
from rianru.catalogue.models import Cover, CoverFetch, Edition
from rianru.core import outbound
from rianru.core.models import Fact
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotAllowed, NotFound
from tests.catalogue.making import source, take
from tests.factories import AT, HOUSE
from tests.factories.actors import person, staff
from tests.factories.marc import book, four
from tests.factories.pictures import SVG, bomb, picture
from tests.factories.servers import NAMES, Server, certified, said, sent_on

HERE, PRIVATE = ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("127.0.0.2")
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    return certified(tmp_path_factory.mktemp("papers"))


@pytest.fixture
def site(papers, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.COVER_HOSTS = list(NAMES)
    server = Server(papers, HERE)
    yield server
    server.close()


@pytest.fixture
def way(papers, site):
    table = {"pictures.test": HERE, "inside.test": PRIVATE}
    return outbound.Way(
        port=site.port, authorities=str(papers / "cert.pem"), resolve=lambda host: [table[host]],
        public=lambda address: address != PRIVATE,
    )


@pytest.fixture
def edition():
    take([four("a1")], source("one"))
    return Edition.objects.get()


def ask(edition, address="https://pictures.test/a.jpg", at=AT):
    return actions.fetch_cover(actor=HOUSE, at=at, edition_id=edition.id, address=address)


def fetched(id, way):
    """As the job does it, through the port of the test's server."""
    asked = CoverFetch.objects.get(id=id)
    CoverFetch.objects.filter(id=id).update(address=asked.address.replace(".test/", f".test:{way.port}/"))
    return actions.run_fetch(actor=HOUSE, clock=lambda: AT, fetch_id=id, way=way)


def test_what_was_asked_for_becomes_the_cover(edition, site, way):
    site.answers["/a.jpg"] = said(picture(400, 600, "JPEG"), "Content-Type: text/html")  # what it is called is not believed
    id = ask(edition)
    assert [one.state for one in queries.covers_waiting(edition_id=edition.id, at=AT)] == ["waiting"]
    cover = fetched(id, way)
    [shown] = queries.covers_of_editions(ids=[edition.id])[edition.id]
    assert (shown.id, shown.address.startswith("https://pictures.test"), shown.width) == (cover, True, 400)
    assert queries.covers_waiting(edition_id=edition.id, at=AT) == []
    assert fetched(id, way) is None  # once is enough
    assert (len(site.asked), Cover.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (said(SVG, "Content-Type: image/png"), "SVG"), (said(bomb(10_000, 10_000)), "40 million"), (said(b"<html>"), "a web page"),
        (said(bytes(11 << 20)), "10 MB"), (sent_on("https://inside.test/secret"), "private"), (sent_on("http://127.0.0.1/"), "https"),
        (sent_on("https://evil.example/"), "evil.example"), ([b"HTTP/1.1 404 No\r\n\r\n"], "404"),
    ],
    ids=["svg", "100 MP", "html", "11 MB", "inside", "http", "host", "404"],
)
def test_what_is_refused_says_so_and_keeps_nothing(edition, site, way, answer, words):
    site.answers["/a.jpg"] = answer
    id = ask(edition)
    assert fetched(id, way) is None
    [refused] = queries.covers_waiting(edition_id=edition.id, at=AT)
    assert (refused.state, words in refused.refusal_en, bool(refused.refusal_th), Cover.objects.count()) == ("refused", True, True, 0)


@pytest.mark.trust
def test_a_redirect_to_a_private_address_reaches_nobody_and_with_the_guard_off_it_would(edition, site, way, papers):
    inside = Server(papers, PRIVATE, site.port, {"/secret.jpg": said(picture(400, 600, "JPEG"))})
    try:
        site.answers["/a.jpg"] = sent_on(f"https://inside.test:{site.port}/secret.jpg")
        assert (fetched(ask(edition), way), inside.reached) == (None, 0)
        [refused] = queries.covers_waiting(edition_id=edition.id, at=AT)
        assert "private" in refused.refusal_en
        open_way = outbound.Way(port=way.port, authorities=way.authorities, resolve=way.resolve, public=lambda address: True)
        assert (fetched(ask(edition), open_way) is not None, inside.reached) == (True, 1)
    finally:
        inside.close()


def test_a_refusal_is_forgotten_once_a_cover_or_a_day_has_come(edition, site, way):
    fetched(ask(edition), way)
    later = AT + timedelta(hours=1)
    assert len(queries.covers_waiting(edition_id=edition.id, at=later)) == 1
    assert queries.covers_waiting(edition_id=edition.id, at=AT + timedelta(days=2)) == []
    site.answers["/b.jpg"] = said(picture())
    fetched(ask(edition, "https://pictures.test/b.jpg", later), way)
    assert queries.covers_waiting(edition_id=edition.id, at=later) == []


@pytest.mark.parametrize("address", ["http://pictures.test/a", "https://evil.example/a", "", "https://127.0.0.1/a"])
def test_what_is_no_allowed_address_is_refused_at_once(edition, site, address):
    with pytest.raises((outbound.AddressWrong, outbound.HostNotAllowed)):
        ask(edition, address)
    assert (CoverFetch.objects.count(), Fact.objects.filter(verb="catalogue.cover_asked_for").count()) == (0, 0)


def test_by_isbn_the_site_of_the_settings_is_asked(edition, site, settings):
    with pytest.raises(actions.NoIsbn):
        actions.fetch_cover_by_isbn(actor=HOUSE, at=AT, edition_id=edition.id)
    settings.COVER_BY_ISBN = "https://pictures.test/isbn/{isbn}-L.jpg"
    id = actions.fetch_cover_by_isbn(actor=HOUSE, at=AT, edition_id=edition.id)
    assert CoverFetch.objects.get(id=id).address == f"https://pictures.test/isbn/{edition.isbns[0]}-L.jpg"
    take([book("b1", "ไม่มีเลข")], source("two"))
    with pytest.raises(actions.NoIsbn):
        actions.fetch_cover_by_isbn(actor=HOUSE, at=AT, edition_id=Edition.objects.get(title="ไม่มีเลข").id)


def test_only_so_many_are_asked_for_at_a_time(edition, site):
    for _ in range(5):
        ask(edition)
    with pytest.raises(actions.AlreadyFetching):
        ask(edition)


def test_only_those_who_may_give_a_cover_may_ask_and_only_the_house_fetches(edition, site):
    for actor in (person(), staff(scope_kind="space", scope_id=new_id())):
        with pytest.raises(NotAllowed):
            actions.fetch_cover(actor=actor, at=AT, edition_id=edition.id, address="https://pictures.test/a")
    id = ask(edition)
    with pytest.raises(NotAllowed):
        actions.run_fetch(actor=staff(), clock=lambda: AT, fetch_id=id)
    with pytest.raises(NotFound):
        actions.fetch_cover(actor=HOUSE, at=AT, edition_id=new_id(), address="https://pictures.test/a")


def test_refusals_a_month_old_are_swept(edition, site, way):
    fetched(ask(edition), way)
    actions.sweep_covers(actor=HOUSE, at=AT + timedelta(days=29))
    assert CoverFetch.objects.count() == 1
    actions.sweep_covers(actor=HOUSE, at=AT + timedelta(days=31))
    assert CoverFetch.objects.count() == 0


def test_the_jobs_are_there_under_the_names_by_which_they_are_deferred(edition, site):
    assert [jobs.fetch_cover.name, jobs.drop_cover_files.name, jobs.sweep_covers.name] == [
        "catalogue.fetch_cover", "catalogue.drop_cover_files", "catalogue.sweep_covers",
    ]
    id = ask(edition, "https://pictures.test/a.jpg")
    CoverFetch.objects.filter(id=id).update(address="https://gone.example/")
    jobs.fetch_cover(str(id))
    assert CoverFetch.objects.get(id=id).state == "refused"
    jobs.drop_cover_files("0" * 40)
    jobs.sweep_covers(0)
