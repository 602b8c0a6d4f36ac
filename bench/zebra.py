"""The peer of bench/ingest.py: Debian's idzebra-2.0, the engine of Koha, indexing the same ISO 2709 files.

`.venv/bin/python -m bench.zebra [--records N]` measures it alone. Zebra only indexes: it repairs nothing, keeps no
versions and joins nothing. It is set up as Koha sets it up, with the configuration written here: the DOM filter, an
XSLT that names the indexes, words by ICU (its dictionary parts Thai; the rest is the chain that Zebra ships), records
stored, keys kept for later updates. It reads binary MARC, which spares it Koha's detour over MARCXML files, and has no
shadow register, which spares it the commit. Koha names some forty indexes, this one a dozen and `any`. All of this is
in Zebra's favour.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.house import report

PROGRAM = "zebraidx"
MEMORY = 512  # megabytes for Zebra's sorting; its default of 8 would slow it down
_PROFILE = "/usr/share/idzebra-2.0/tab"

_SETTINGS = """\
profilePath: {folder}:{profile}
attset: bib1.att
encoding: utf-8
index: words.idx
recordType: dom.{folder}/dom.xml
register: {folder}/register:40G
lockDir: {folder}/lock
keyTmpDir: {folder}/tmp
setTmpDir: {folder}/tmp
storeKeys: 1
storeData: 1
memMax: {memory}
"""
_DOM = """\
<?xml version="1.0" encoding="UTF-8"?>
<dom xmlns="http://indexdata.com/zebra-2.0">
  <input><marc inputcharset="utf-8"/></input>
  <extract><xslt stylesheet="{folder}/index.xsl"/></extract>
</dom>
"""
_WORDS = """\
index w
completeness 0
position 1
alwaysmatches 1
firstinfield 1
icuchain words.xml

index p
completeness 1
icuchain phrases.xml

index 0
completeness 0
position 1
charmap @

sort s
completeness 1
charmap string.chr
"""
_WORD_CHAIN = """\
<icu_chain locale="th">
  <transform rule="[:Control:] Any-Remove"/>
  <tokenize rule="w"/>
  <transform rule="[[:WhiteSpace:][:Punctuation:]] Remove"/>
  <display/>
  <casemap rule="l"/>
</icu_chain>
"""
_PHRASE_CHAIN = """\
<icu_chain locale="th">
  <transform rule="[:Control:] Any-Remove"/>
  <transform rule="[:Punctuation:] Remove"/>
  <display/>
  <casemap rule="l"/>
</icu_chain>
"""
_FIELDS = (  # which tags, which of their subfields, which indexes
    ("020", "a", "isbn:w"), ("022", "a", "issn:w"), ("240 130 246 740 245", "anpb", "title:w title:p"),
    ("100 110 111 700 710 711", "abcdq", "author:w author:p"), ("260 264", "bc", "imprint:w"),
    ("440 490 830", "av", "series:w series:p"), ("600 610 611 630 650 651 655", "abcdtvxyz", "subject:w subject:p"),
    ("500 504 505 520", "a", "note:w"), ("082 050 090 092 099 086", "a", "callnumber:w callnumber:p"),
)
_SHEET = """\
<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:m="http://www.loc.gov/MARC21/slim" xmlns:z="http://indexdata.com/zebra-2.0">
  <xsl:output indent="no" method="xml" encoding="UTF-8"/>
  <xsl:template match="text()"/>
  <xsl:template match="//m:record">
    <z:record z:id="{{m:controlfield[@tag='003']}} {{m:controlfield[@tag='001']}}">
      <z:index name="number:0"><xsl:value-of select="m:controlfield[@tag='001']"/></z:index>
      <z:index name="language:w"><xsl:value-of select="substring(m:controlfield[@tag='008'], 36, 3)"/></z:index>
      <z:index name="title:s"><xsl:value-of select="m:datafield[@tag='245'][1]/m:subfield[@code='a'][1]"/></z:index>
      <xsl:apply-templates select="m:datafield"/>
    </z:record>
  </xsl:template>
  <xsl:template match="m:datafield">
    <z:index name="any:w">
      <xsl:for-each select="m:subfield"><xsl:value-of select="."/><xsl:text> </xsl:text></xsl:for-each>
    </z:index>
  </xsl:template>
{templates}
</xsl:stylesheet>
"""
_TEMPLATE = """\
  <xsl:template match="{match}">
    <z:index name="any:w {names}">
      <xsl:for-each select="m:subfield"><xsl:if test="contains('{codes}', @code)">
        <xsl:value-of select="."/><xsl:text> </xsl:text></xsl:if></xsl:for-each>
    </z:index>
  </xsl:template>
"""


@dataclass(frozen=True, slots=True)
class Indexed:
    """How many records Zebra says that it inserted, in how many seconds."""

    records: int
    seconds: float

    @property
    def rate(self) -> float:
        """Records a second."""
        return self.records / self.seconds


def installed() -> bool:
    """Whether this machine has zebraidx."""
    return shutil.which(PROGRAM) is not None


def index(files: Iterable[Path], folder: Path) -> Indexed:
    """Indexes ISO 2709 files in UTF-8 into registers under `folder`, which must be empty.

    Only the indexing itself is timed. Raises CalledProcessError with Zebra's own words where it fails.
    """
    settings = _configured(folder)
    _run(settings, "init")
    began = time.perf_counter()
    said = _run(settings, "update", *map(str, files))
    seconds = time.perf_counter() - began
    counts = re.findall(r"i/u/d (\d+)/", said)  # it counts on while it works; the last is the sum
    return Indexed(int(counts[-1]) if counts else 0, seconds)


def found(folder: Path, query: str) -> int:
    """How many records a query in PQF finds, asked of a zebrasrv started for it: shows that the register works."""
    with _serving(folder) as address:
        said = subprocess.run(
            ["zoomsh", f"connect {address}", f"search {query}", "quit"], capture_output=True, check=True, timeout=60
        ).stdout.decode(errors="replace")
    match = re.search(r": (\d+) hits", said)
    if match is None:
        raise RuntimeError(said)
    return int(match[1])


def timed(folder: Path, queries: Sequence[Sequence[str]]) -> list[float]:
    """Milliseconds of each query (all of its words, anywhere) over one Z39.50 connection, as yaz-client tells them."""
    asked = [" ".join(["@and"] * (len(words) - 1) + [f'@attr 1=any "{word}"' for word in words]) for words in queries]
    with _serving(folder) as address:
        said = subprocess.run(
            ["yaz-client", address], input="".join(f"find {one}\n" for one in asked) + "quit\n", capture_output=True,
            check=False, text=True, timeout=3_600,
        ).stdout
    times = [float(found) * 1000 for found in re.findall(r"Elapsed: ([0-9.]+)", said)]
    if len(times) < len(queries):
        raise RuntimeError(said[-2_000:])
    return times[-len(queries):]


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    """A zebrasrv over a register: its address."""
    address = f"unix:{folder / 'socket'}"
    (folder / "socket").unlink(missing_ok=True)
    server = subprocess.Popen(
        ["zebrasrv", "-c", str(folder / "zebra.cfg"), address], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(50):
            if (folder / "socket").exists():
                break
            time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def _configured(folder: Path) -> Path:
    for name in ("register", "lock", "tmp"):
        (folder / name).mkdir(parents=True)
    templates = "".join(
        _TEMPLATE.format(
            match=" | ".join(f"m:datafield[@tag='{tag}']" for tag in tags.split()), codes=codes, names=names
        )
        for tags, codes, names in _FIELDS
    )
    written = {
        "zebra.cfg": _SETTINGS.format(folder=folder, profile=_PROFILE, memory=MEMORY),
        "dom.xml": _DOM.format(folder=folder), "words.idx": _WORDS, "words.xml": _WORD_CHAIN,
        "phrases.xml": _PHRASE_CHAIN,
        "index.xsl": _SHEET.format(templates=templates),
    }
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "zebra.cfg"


def _run(settings: Path, *arguments: str) -> str:
    done = subprocess.run(
        [PROGRAM, "-c", str(settings), "-v", "log,warn,fatal", *arguments], capture_output=True, check=False, text=True
    )
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, done.args, done.stdout, done.stderr)
    return done.stderr + done.stdout


def main() -> int:
    """Builds records, has Zebra index them, prints its rate."""
    asked = argparse.ArgumentParser(prog="python -m bench.zebra", description=__doc__)
    asked.add_argument("--records", type=int, default=50_000)
    count = asked.parse_args().records
    if not installed():
        print("ข้าม: ไม่มี zebraidx · SKIPPED: zebraidx (Debian idzebra-2.0) is not installed", file=sys.stderr)
        return 0
    from bench.libraries import build

    with tempfile.TemporaryDirectory(prefix="rianru-zebra-") as name:
        folder = Path(name)
        made = build(folder / "libraries", records=count)
        done = index(made.files.values(), folder / "zebra")
        report("zebra.indexed", ours=done.rate, unit="records/s, Zebra alone")
        hits = found(folder / "zebra", "@attr 1=title เบื้องต้น")
        print(f"{done.records} of {made.records} records; เบื้องต้น in {hits} titles", file=sys.stderr)
        return 0 if done.records == made.records and hits else 1


if __name__ == "__main__":
    sys.exit(main())
