"""What is shown where an address is shared: drawn once, kept, with our letters, and never too many."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as house
from django.core.cache import caches
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, features

from rianru.catalogue import actions
from rianru.catalogue.models import Edition
from rianru.kernel.thai import break_points, graphemes
from rianru.web.covers import DYES, WEAVES, cover_of
from rianru.web.shares import drawing, views
from rianru.web.shares.letters import TEXT, TITLE, Setting, largest, settable
from tests.catalogue.making import library, source, take
from tests.factories import AT, HOUSE
from tests.factories.marc import book, copy, marc
from tests.factories.pictures import plain
from tests.kernel.thai.texts import THAI

LONG = "การพัฒนาคุณภาพชีวิตผู้สูงอายุในชุมชนชนบทภาคเหนือตอนบนด้วยกระบวนการมีส่วนร่วมของท้องถิ่นและภาคีเครือข่าย"
CARD = drawing.Card("พระอภัยมณี", ("สุนทรภู่", "หนังสือ"), "เรียนรู้", cover=cover_of("w", "พระอภัยมณี", "สุนทรภู่"))


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


@pytest.fixture(autouse=True)
def _own_shares(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CACHES = settings.CACHES | {"shares": settings.CACHES["shares"] | {"LOCATION": tmp_path / "shares"}}
    caches["default"].clear()


@pytest.fixture
def work(db):
    library("lib-1")
    library("lib-2")
    take([marc("a1", "ผ้าทอเมืองน่าน", copy("lib-1", "X1"), copy("lib-2", "X2"))], source("one", network="north"))
    return Edition.objects.get().work_id


@pytest.fixture
def drawn(monkeypatch):
    """How often something was drawn."""
    done = []
    monkeypatch.setattr(views, "draw", lambda card: done.append(card) or drawing.draw(card))
    return done


def test_the_wheel_shapes_thai():
    assert features.check("raqm")


def test_a_mark_above_takes_no_room_and_a_word_is_never_broken():
    setting = Setting(TITLE, 40)
    assert (setting.width("กี่"), setting.width("ปู")) == (setting.width("ก"), setting.width("ป"))
    lines = setting.lines(LONG, 500, 9)
    assert (len(lines) > 2, all(setting.width(line) <= 500 for line in lines)) == (True, True)
    ends = {len("".join(break_points(LONG)[:n])) for n in range(len(break_points(LONG)) + 1)}
    assert {len("".join(lines[:n])) for n in range(len(lines) + 1)} <= ends


@given(THAI, st.integers(40, 400), st.integers(1, 4))
def test_lines_lose_nothing_but_what_they_say_they_cut(text, room, most):
    setting, text = Setting(TEXT, 20), settable(text)
    lines = setting.lines(text, room, most)
    assert len(lines) <= most
    whole = "".join(setting.lines(text, room, 1_000)).replace(" ", "")
    shown = "".join(lines).replace(" ", "")
    assert whole == text.replace(" ", "")
    assert shown == whole or whole.startswith(shown.removesuffix("…"))
    assert all("".join(graphemes(line)) == line for line in lines)


def test_a_long_title_is_set_smaller_until_it_fits():
    sizes = [largest(TITLE, (60, 40, 30), title, room=660, most=3).size for title in ("พระลอ", LONG[:60], LONG)]
    assert sizes == sorted(sizes, reverse=True)
    assert (sizes[0], len(set(sizes)) > 1) == (60, True)


def test_letters_that_our_fonts_lack_lose_their_marks_or_are_left_out():
    assert [settable(text) for text in ("Nguyễn ā", "日本 ก", "ก\n\x00ข", "“พระ” – ๑")] == ["Nguyen a", "ก", "ก ข", "“พระ” – ๑"]


def test_dyes_and_motifs_are_those_of_the_style_sheet():
    assert (set(drawing.dyes()), set(drawing.weaves())) == (set(DYES), set(WEAVES))
    sheet = (Path(house.PACKAGE_DIR) / "web" / "static" / "css" / "components.css").read_text()
    assert len(re.findall(r'\.cover\[data-dye="', sheet)) == len(DYES)


@pytest.mark.parametrize("title", ["พ", "พระอภัยมณี", LONG, LONG * 9, "", "日本語", "a" * 300, "กี่ปี่ที่น้ำปู่", "Otorhinolaryngologist"])
def test_any_title_is_drawn_at_the_size_that_sharing_asks_for(title):
    for key in range(3):
        data = drawing.draw(drawing.Card(title, (title, title), "เรียนรู้", cover=cover_of(str(key), title or "x", title)))
        assert (opened(data).format, opened(data).size, len(data) < 300_000) == ("PNG", (1200, 630), True)


def test_the_cover_has_the_colours_of_its_dye_and_the_same_card_the_same_bytes():
    cloth = drawing.dyes()[CARD.cover.dye][0]
    seen = opened(drawing.draw(CARD)).convert("RGB")
    colours = {f"#{r:02x}{g:02x}{b:02x}" for _, (r, g, b) in seen.crop((84, 69, 392, 531)).getcolors(1 << 20)}
    assert (cloth in colours, drawing.draw(CARD) == drawing.draw(CARD)) == (True, True)


def test_a_work_has_an_image_that_is_drawn_once(work, drawn):
    first, again = (Client().get(f"/works/{work}/share.png") for _ in range(2))
    assert (first.status_code, first["Content-Type"], first.content == again.content) == (200, "image/png", True)
    assert ([card.title for card in drawn], drawn[0].lines) == (["ผ้าทอเมืองน่าน"], ("", "หนังสือ · มีใน 2 แห่ง"))
    assert (first["Cache-Control"], "Set-Cookie" in first) == ("public, max-age=86400", False)
    known = Client().get(f"/works/{work}/share.png", headers={"If-None-Match": first["ETag"]})
    assert (known.status_code, known.content, len(drawn)) == (304, b"", 1)


def test_in_english_it_says_so(work, drawn):
    Client().get(f"/en/works/{work}/share.png")
    assert (drawn[0].brand, drawn[0].lines[1]) == ("Rianru", "Book · In 2 places")


def test_it_shows_the_picture_of_the_cover_and_another_one_is_drawn_anew(work, drawn):
    from django.core.files.base import ContentFile

    before = Client().get(f"/works/{work}/share.png")["ETag"]
    red = ContentFile(plain(400, 600, (200, 20, 20)), name="x.png")
    actions.upload_cover(actor=HOUSE, at=AT, edition_id=Edition.objects.get().id, file=red)
    after = Client().get(f"/works/{work}/share.png")
    r, g, b = opened(after.content).convert("RGB").getpixel((238, 300))
    assert (after["ETag"] != before, r > 180, g < 60, b < 60, len(drawn)) == (True, True, True, True, 2)


def test_a_space_has_one_too(work, drawn):
    answer = Client().get("/spaces/lib-1/share.png")
    assert (answer.status_code, drawn[0].title, drawn[0].cover) == (200, "ห้องสมุด lib-1", None)


def test_pages_name_their_image(work):
    for page, image in ((f"/works/{work}/", f"/works/{work}/share.png"), ("/spaces/lib-1/", "/spaces/lib-1/share.png"),
                        ("/en/spaces/lib-1/", "/en/spaces/lib-1/share.png")):
        html = Client().get(page).content.decode()
        assert f'<meta property="og:image" content="http://testserver{image}">' in html
    assert re.search(r'og:image" content="http://testserver/static/share[^"]*\.png"', Client().get("/about/").content.decode())


def test_nothing_has_no_image_and_a_work_that_moved_leads_on(db):
    from rianru.kernel.ids import new_id

    assert [Client().get(address).status_code for address in (f"/works/{new_id()}/share.png", "/spaces/none/share.png")] == [404, 404]
    take([book("a1", "ผ้าทอ")], source("one"))
    take([book("b1", "คนละเล่ม")], source("two"))
    left, right = (Edition.objects.get(records__control_number=number) for number in ("a1", "b1"))
    actions.join_editions(actor=HOUSE, at=AT, left=left.id, right=right.id)
    now = Edition.objects.get().work_id
    gone = ({left.work_id, right.work_id} - {now}).pop()
    answer = Client().get(f"/works/{gone}/share.png")
    assert (answer.status_code, answer["Location"]) == (301, f"/works/{now}/share.png")


def test_more_than_the_machine_can_spare_are_the_sites_own_image(work, drawn, monkeypatch):
    monkeypatch.setattr(views, "PER_MINUTE", 1)
    first, second = Client().get(f"/works/{work}/share.png"), Client().get("/spaces/lib-1/share.png")
    assert (first.status_code, second.status_code, second["Cache-Control"]) == (200, 302, "public, max-age=60")
    assert re.fullmatch(r"/static/share[^/]*\.png", second["Location"])
    assert (Client().get(f"/works/{work}/share.png").status_code, len(drawn)) == (200, 1)  # kept: nothing is drawn


def test_while_another_is_drawn_nobody_waits_long(work, monkeypatch):
    monkeypatch.setattr(views, "WAIT", 0.05)
    with views._drawing:
        assert Client().get(f"/works/{work}/share.png").status_code == 302
    assert Client().get(f"/works/{work}/share.png").status_code == 200


def test_a_full_disk_costs_a_drawing_and_no_page(work, monkeypatch):
    def full(*args, **more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(caches["shares"]), "set", full)
    assert Client().get(f"/works/{work}/share.png").status_code == 200
