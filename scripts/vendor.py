"""Copies the front-end files that are served from node_modules to rianru/web/static/vendor, cuts the fonts down, and
writes the sheet that carries them.

Safe to run again: a file whose source and recipe have not changed is left alone.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "rianru" / "web" / "static" / "vendor"
STAMPS = VENDOR / ".sources.json"

SOURCE_MAP = re.compile(rb"\n?//# sourceMappingURL=[^\n]*")  # names a file that is not served
FACES = "faces.css"  # beside the stamps; the shell of every page loads it before the other sheets

# What faces.css says as its unicode-range, and nothing more.
THAI = "0E00-0E7F,200C-200D,25CC"
TEXT_LATIN = "0020-007E,00A0-00FF,2010-2027,2030,20AC,2190-2193,2212"
TITLE_LATIN = "0020-002F,003A-007E,00A0-00FF,2010-2027"  # titles take their digits from the text face

LOOPED = "@fontsource/noto-sans-thai-looped/files/noto-sans-thai-looped"
MAITREE = "@fontsource/maitree/files/maitree"


@dataclass(frozen=True)
class Piece:
    """One file to serve: where it comes from below node_modules, where it goes below vendor, which letters to keep."""

    source: str
    target: str
    letters: str = ""
    family: str = ""  # of a font for paper: unpacked, and named so
    layer: str = ""  # of a style sheet: the cascade layer it goes into, so that sheets of ours have the last word


def font(path: str, letters: str) -> Piece:
    return Piece(path, f"fonts/{Path(path).name}", letters)


# family of tokens.css, weight, file, letters
FAMILIES = (
    ("Rianru Text", 400, f"{LOOPED}-thai-400-normal.woff2", THAI),
    ("Rianru Text", 600, f"{LOOPED}-thai-600-normal.woff2", THAI),
    ("Rianru Text", 400, f"{LOOPED}-latin-400-normal.woff2", TEXT_LATIN),
    ("Rianru Text", 600, f"{LOOPED}-latin-600-normal.woff2", TEXT_LATIN),
    ("Rianru Title", 700, f"{MAITREE}-thai-700-normal.woff2", THAI),
    ("Rianru Title", 700, f"{MAITREE}-latin-700-normal.woff2", TITLE_LATIN),
)
# What papers (typst) are set with. Two files of one family would be one face to it: each script has a name of its own.
PAPER = tuple(
    Piece(f"{LOOPED}-{script}-{weight}-normal.woff2", f"paper/{script}-{weight}.ttf", family=f"Rianru Paper {script}")
    for script in ("thai", "latin") for weight in (400, 600)
) + tuple(
    Piece(
        f"{MAITREE}-{script}-700-normal.woff2", f"paper/title-{script}-700.ttf", family=f"Rianru Paper Title {script}"
    )
    for script in ("thai", "latin")
)
PIECES = (
    *(font(path, letters) for _, _, path, letters in FAMILIES),
    *PAPER,
    Piece("@fontsource/noto-sans-thai-looped/LICENSE", "fonts/noto-sans-thai-looped.LICENSE.txt"),
    Piece("@fontsource/maitree/LICENSE", "fonts/maitree.LICENSE.txt"),
    Piece("htmx.org/dist/htmx.min.js", "htmx.min.js"),
    Piece("htmx.org/LICENSE", "htmx.LICENSE.txt"),
    Piece("leaflet/dist/leaflet.js", "leaflet.js"),
    Piece("leaflet/dist/leaflet.css", "leaflet.css", layer="base"),
    Piece("leaflet/LICENSE", "leaflet.LICENSE.txt"),
    Piece("noble-ed25519/index.js", "ed25519.js"),
    Piece("noble-ed25519/LICENSE", "ed25519.LICENSE.txt"),
)


def cut(font_file: bytes, letters: str) -> bytes:
    """The font with only these letters and every layout feature (Thai marks live in them); never larger than before."""
    from fontTools import subset

    options = subset.Options(
        flavor="woff2", layout_features=["*"], notdef_outline=True, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13],
        hinting=False,  # hints for the screens of 2010 are half of a title face
    )
    face = subset.load_font(BytesIO(font_file), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(letters))
    cutter.subset(face)
    small = BytesIO()
    subset.save_font(face, small, options)
    return min(small.getvalue(), font_file, key=len)


def unpacked(font_file: bytes, family: str) -> bytes:
    """The whole font as TrueType under another family name; Thai with a glyph for every cluster (clusters.py)."""
    from fontTools.ttLib import TTFont

    face = TTFont(BytesIO(font_file))
    face.flavor = None
    for name in face["name"].names:
        if name.nameID in (1, 16):
            name.string = family
    plain = BytesIO()
    face.save(plain)
    sys.path.insert(0, str(ROOT))  # also where this file is run by its name
    from scripts.clusters import clustered

    return clustered(plain.getvalue()) if family.endswith("thai") else plain.getvalue()


def stamp_of(piece: Piece, content: bytes) -> str:
    return hashlib.sha256(f"4|{piece.letters}{piece.family}{piece.layer}|".encode() + content).hexdigest()


def layered(sheet: bytes, layer: str) -> bytes:
    """The sheet in a cascade layer, without backgrounds from pictures beside it: nothing of ours shows those, and a
    storage that gives every file a name of its content's will not have an address that leads nowhere.
    """
    plain = re.sub(r"[\w-]+:\s*url\((?![\"']?(?:data:|#))[^)]*\)\s*;", "", sheet.decode())
    return f"@layer {layer} {{\n{plain}\n}}\n".encode()


def read_stamps() -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads(STAMPS.read_text())
    except (OSError, ValueError):
        return {}
    return found


def place(piece: Piece, known: dict[str, str]) -> str:
    """Writes one file unless it is there already; returns its stamp."""
    content = (MODULES / piece.source).read_bytes()
    stamp, target = stamp_of(piece, content), VENDOR / piece.target
    if known.get(piece.target) == stamp and target.exists():
        return stamp
    target.parent.mkdir(parents=True, exist_ok=True)
    content = unpacked(content, piece.family) if piece.family else content
    content = layered(content, piece.layer) if piece.layer else content
    content = SOURCE_MAP.sub(b"", content) if piece.target.endswith(".js") else content
    target.write_bytes(cut(content, piece.letters) if piece.letters else content)
    return stamp


def faces() -> str:
    """The style sheet with the fonts in it.

    A font of its own address comes after the first words are on the screen, and moves them: Thai lines break elsewhere
    in every face. What comes with a sheet is there before anything is drawn; js/faces.js has it opened by then.
    """
    return "".join(face(family, weight, VENDOR / font(path, letters).target, letters)
                   for family, weight, path, letters in FAMILIES)


def face(family: str, weight: int, file: Path, letters: str) -> str:
    """One @font-face with its font inside."""
    inside = base64.b64encode(file.read_bytes()).decode()
    covers = ", ".join(f"U+{part}" for part in letters.split(","))
    return (f'@font-face {{ font-family: "{family}"; font-weight: {weight}; unicode-range: {covers}; '
            f'src: url("data:font/woff2;base64,{inside}") format("woff2"); }}\n')


def write_faces() -> str:
    """Writes the sheet unless it is there already; returns its stamp."""
    sheet, target = faces(), VENDOR / FACES
    if not target.exists() or target.read_text() != sheet:
        target.write_text(sheet)
    return hashlib.sha256(sheet.encode()).hexdigest()


def missing() -> list[str]:
    return [piece.source for piece in PIECES if not (MODULES / piece.source).is_file()]


def main() -> int:
    if absent := missing():
        print("ยังไม่มีไฟล์ใน node_modules: สั่ง npm ci ก่อน แล้วลองใหม่", file=sys.stderr)
        print("Files are missing from node_modules: run npm ci first, then try again.", file=sys.stderr)
        print(f"  {absent[0]}", file=sys.stderr)
        return 1
    known = read_stamps()
    stamps = {piece.target: place(piece, known) for piece in PIECES}
    stamps[FACES] = write_faces()
    if stamps != known:
        STAMPS.write_text(json.dumps(stamps, indent=1, sort_keys=True) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
