"""TRUST row *archives and XML*, of catalogue files: nothing is expanded, nothing fetched, nothing unpacked.

Each document is also given to a parser that is not hardened, with the same socket listening and the same file lying
there, so that it is known to be dangerous.
"""

import resource
import socket
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen
from xml.etree import ElementTree
from xml.parsers import expat

import pytest

from rianru.kernel.formats.marc import NotMarc
from rianru.kernel.formats.marc.forms import Form, open_form
from rianru.kernel.formats.marc.marcxml import UnsafeXml, read_xml

pytestmark = pytest.mark.trust
SECRET = "ความลับของเครื่องนี้"
TITLE = '<datafield tag="245" ind1="0" ind2="0"><subfield code="a">{}</subfield></datafield>'
RECORD = f"<record><leader>00000nam a2200000   4500</leader>{TITLE}</record>"


@dataclass
class Net:
    """A server on this machine that notes who calls, and a file that nobody may read."""

    port: int
    secret: Path
    calls: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/x"


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Net]:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = Net(server.getsockname()[1], secret)
        ended = threading.Event()

        def answer() -> None:
            while not ended.is_set():
                try:
                    caller, _ = server.accept()
                except OSError:
                    return
                with caller:
                    found.calls.append(caller.recv(1000))
                    caller.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n")

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield found
        ended.set()
        socket.create_connection(("127.0.0.1", found.port)).close()
        thread.join(5)


def laughs(levels: int) -> str:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, levels + 1))
    return f'<!DOCTYPE c [<!ENTITY a0 "ฮ่า">{entities}]><collection>{RECORD.format(f"&a{levels};")}</collection>'


def blow_up(times: int) -> str:
    return f'<!DOCTYPE c [<!ENTITY a "{"x" * times}">]><collection>{RECORD.format("&a;" * times)}</collection>'


def fetching(net: Net) -> dict[str, str]:
    """Documents that make a trusting parser read the file or call the server."""
    record = RECORD.format("&x;")
    return {
        "a file": f'<!DOCTYPE c [<!ENTITY x SYSTEM "{net.secret.as_uri()}">]><collection>{record}</collection>',
        "a server": f'<!DOCTYPE c [<!ENTITY x SYSTEM "{net.url}">]><collection>{record}</collection>',
        "a document type": f'<!DOCTYPE c SYSTEM "{net.url}"><collection>{RECORD.format("y")}</collection>',
        "a parameter": f'<!DOCTYPE c [<!ENTITY % p SYSTEM "{net.url}"> %p;]><collection>{RECORD.format("y")}</collection>',
    }


FETCHING = ["a file", "a server", "a document type", "a parameter"]


def trusted(document: str) -> str:
    """The text that a parser without any care makes of a document: it opens whatever an entity names."""
    texts: list[str] = []
    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)
    parser.CharacterDataHandler = texts.append

    def fetch(context: str, base: str | None, address: str | None, public: str | None) -> int:
        with urlopen(address or "", timeout=5) as found:
            parser.ExternalEntityParserCreate(context).Parse(found.read(), True)
        return 1

    parser.ExternalEntityRefHandler = fetch
    parser.Parse(document.encode(), True)
    return "".join(texts)


def taken(document: bytes) -> list[str]:
    """The titles that we read from a file."""
    stream = BytesIO(document)
    form = open_form(stream)
    found = [form.treat(chunk.raw) for chunk in form.split(stream)]
    return [next(one.record.get("245")).first("a") if one.record else one.error for one in found]


BOMBS = {"a billion laughs": laughs(9), "a quadratic blow-up": blow_up(100_000), "a small one": laughs(2)}


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.parametrize("before", ["", '<?xml version="1.0"?>\n', "<!-- x -->", "\ufeff", "<!-- " + "x" * 200_000 + " -->"])
def test_a_bomb_is_refused_before_anything_is_expanded(name, before):
    peak, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(UnsafeXml):
        taken((before + BOMBS[name]).encode())
    assert time.process_time() - started < 5
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak) // 1024 < 50


def test_control_a_small_bomb_goes_off_in_a_trusting_parser():
    assert ElementTree.fromstring(laughs(3)).findtext(".//subfield") == "ฮ่า" * 1000
    assert ElementTree.fromstring(blow_up(300)).findtext(".//subfield") == "x" * 300 * 300


@pytest.mark.parametrize("name", FETCHING)
def test_nothing_is_fetched_and_no_file_is_read(name, net):
    with pytest.raises(UnsafeXml) as refused:
        taken(fetching(net)[name].encode())
    assert SECRET not in refused.value.text("th")
    assert net.calls == []


@pytest.mark.parametrize("name", FETCHING)
def test_control_a_trusting_parser_fetches_each_of_them(name, net):
    text = trusted(fetching(net)[name])
    assert SECRET in text if name == "a file" else len(net.calls) == 1


@pytest.mark.parametrize("name", FETCHING)
def test_a_document_type_behind_the_first_record_is_never_obeyed(name, net):
    titles = taken((RECORD.format("ก่อน") + fetching(net)[name] + RECORD.format("หลัง")).encode())
    assert (titles[0], titles[-1], net.calls) == ("ก่อน", "หลัง", [])
    assert SECRET not in "".join(titles)


@pytest.mark.parametrize("name", FETCHING)
def test_a_record_given_by_itself_is_no_way_around(name, net):
    document = fetching(net)[name]
    whole = document.replace("<collection><record>", "").replace("<!DOCTYPE", "<record><!DOCTYPE")
    for raw in (document.replace("collection>", "record>"), whole.replace("</collection>", "")):
        found = read_xml(raw.encode())
        assert (found.record, found.error in ("xml_unsafe", "xml")) == (None, True)
    assert net.calls == []


@pytest.mark.parametrize(
    "inside",
    [
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{url}"/>', '<?xml-stylesheet href="{url}"?>',
        '<datafield tag="856" xlink:href="{url}" schemaLocation="{url} {url}"/>', '<x xmlns="{url}"/>',
    ],
)
def test_includes_stylesheets_and_schemas_are_not_followed(inside, net):
    document = RECORD.format("อยู่ครบ").replace("</record>", inside.replace("{url}", net.url) + "</record>")
    prolog = f'<?xml version="1.0"?><?xml-stylesheet href="{net.url}"?>'
    assert (taken((prolog + document).encode()), net.calls) == (["อยู่ครบ"], [])


def test_an_address_in_a_text_stays_a_text(net):
    assert (taken(RECORD.format(net.url).encode()), net.calls) == ([net.url], [])


def _zip(size: int, name: str) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"0" * size)
    return made.getvalue()


@pytest.mark.parametrize("name", ["bomb.mrc", "../../outside.mrc", "/tmp/outside.mrc", "xl/workbook.xml"])
def test_archives_are_refused_unopened_and_nothing_is_written(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    archive = _zip(20 << 20, name)
    assert len(archive) * 100 < 20 << 20  # control: it is a bomb, over a hundred to one
    with pytest.raises(NotMarc) as refused:
        taken(archive)
    assert (refused.value.code, list(tmp_path.rglob("*"))) == ("marc.form_unknown", [])


def test_control_the_same_titles_are_read_without_the_document_type():
    assert taken(f"<collection>{RECORD.format('หนึ่ง')}{RECORD.format('สอง')}</collection>".encode()) == ["หนึ่ง", "สอง"]
    assert Form("marcxml").treat(RECORD.format("&amp;a;").encode()).record is not None
