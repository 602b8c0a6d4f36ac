"""The files of the look keep to their rules: strict CSP, short templates, known icons, small downloads."""

import base64
import json
import re
from pathlib import Path

import pytest
from django.template import Engine

from tests.web.look.conftest import WEB

ROOT = WEB.parents[1]
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
OURS = [path for path in TEMPLATES if path.relative_to(WEB / "templates").parts[0] not in {"account", "mfa"}]
INLINE = re.compile(r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*\bsrc=)", re.IGNORECASE)


def named(path: Path) -> str:
    return str(path.relative_to(WEB / "templates"))


@pytest.mark.parametrize("path", OURS, ids=named)
def test_a_template_compiles_is_short_and_keeps_to_the_csp(path: Path, engine: Engine) -> None:
    source = path.read_text()
    engine.get_template(named(path))
    assert len(source.splitlines()) <= 150
    assert INLINE.findall(source) == []


def test_every_icon_that_a_template_names_is_drawn() -> None:
    drawn = set(re.findall(r'id="i-([a-z]+)"', (WEB / "static" / "icons.svg").read_text()))
    asked = {name for path in TEMPLATES for name in re.findall(r'{% icon "([a-z]+)"', path.read_text())}
    assert asked - drawn == set()


def test_the_planted_inline_style_is_caught() -> None:
    planted = ['<p style="x">', "<a onclick=x>", "<script>x</script>", "<style>"]
    assert [bool(INLINE.search(text)) for text in planted] == [True] * 4


def test_the_css_stays_small_and_every_font_it_names_is_vendored() -> None:
    sheets = [WEB / "static" / "css" / name for name in ("tokens.css", "components.css")]
    assert sum(sheet.stat().st_size for sheet in sheets) <= 48_000


def test_the_sheet_of_faces_carries_every_font_that_is_vendored_and_names_no_other_address() -> None:
    vendor = WEB / "static" / "vendor"
    carried = re.findall(r'url\("data:font/woff2;base64,([^"]+)"\)', (vendor / "faces.css").read_text())
    files = sorted(path.read_bytes() for path in (vendor / "fonts").glob("*.woff2"))
    assert (len(files), sorted(base64.b64decode(font) for font in carried)) == (6, files)
    tokens = (WEB / "static" / "css" / "tokens.css").read_text()
    assert [named for named in ("Rianru Text", "Rianru Title") if f'"{named}"' not in tokens] == []


def test_a_first_visit_has_room_for_its_page() -> None:
    fonts = sum(path.stat().st_size for path in (WEB / "static" / "vendor" / "fonts").glob("*.woff2"))
    assert fonts <= 80_000


def test_the_share_image_is_small() -> None:
    assert (WEB / "static" / "share.png").stat().st_size <= 60_000


def test_the_lock_of_the_front_end_packages_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    wanted = lock["packages"][""]["dependencies"] | lock["packages"][""]["devDependencies"]
    assert [name for name, version in wanted.items() if not version.rpartition("@")[2][0].isdigit()] == []


def test_the_web_manifest_speaks_thai_and_its_pictures_exist() -> None:
    manifest = json.loads((WEB / "static" / "manifest.webmanifest").read_text())
    assert (manifest["lang"], manifest["short_name"]) == ("th", "เรียนรู้")
    assert [(WEB / "static" / icon["src"]).is_file() for icon in manifest["icons"]] == [True] * 3
