"""Pictures of strangers: what is taken, how it is drawn anew, and what is refused by name."""

import resource
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms

from rianru.kernel.formats import pictures
from rianru.kernel.formats.pictures import apart, drawing
from rianru.kernel.refusals import Refused
from tests.factories.pictures import SVG, bomb, opened, picture, plain, written

RED, BLUE = (200, 20, 20), (20, 20, 200)


def near(colour, wanted, by: int = 12) -> bool:
    return all(abs(one - other) <= by for one, other in zip(colour, wanted, strict=True))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("PNG", "LA"),
     ("PNG", "I;16"), ("WEBP", "RGB"), ("GIF", "P"), ("AVIF", "RGB")],
)
def test_every_kind_that_we_take_becomes_webp_of_every_size(kind, mode):
    drawn = drawing.draw(picture(1200, 1800, kind, mode))
    seen = [opened(one.data) for one in drawn.sizes]
    assert (drawn.width, drawn.height) == (960, 1440)
    assert [(one.format, one.mode, one.size) for one in seen] == [
        ("WEBP", "RGB", (120, 180)), ("WEBP", "RGB", (240, 360)), ("WEBP", "RGB", (480, 720)), ("WEBP", "RGB", (960, 1440)),
    ]


def test_sixteen_bits_keep_their_shades():
    dark, light = (opened(drawing.draw(written(Image.new("I;16", (200, 200), value))).sizes[0].data) for value in (0, 65_535))
    assert (near(dark.getpixel((9, 9)), (0, 0, 0)), near(light.getpixel((9, 9)), (255, 255, 255))) == (True, True)


def test_a_small_picture_is_never_made_larger():
    drawn = drawing.draw(picture(300, 450))
    assert [one.width for one in drawn.sizes] == [120, 240, 300]
    assert [one.width for one in drawing.draw(picture(120, 180)).sizes] == [120]


def test_the_process_apart_draws_the_same():
    data = picture(500, 700, "JPEG")
    assert pictures.redraw(data) == drawing.draw(data)


def test_nothing_but_pixels_comes_through():
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "CANARY"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (14.0, 52.0, 30.0)
    data = picture(300, 450, "JPEG", exif=exif, comment=b"CANARY") + b"CANARY<script>"
    assert (b"CANARY" in data, b"Exif" in data) == (True, True)
    for one in drawing.draw(data).sizes:
        assert (b"CANARY" in one.data, b"EXIF" in one.data, b"Exif" in one.data, b"ICCP" in one.data) == (False,) * 4
        assert dict(opened(one.data).getexif()) == {}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_whatever_the_camera_says(orientation):
    upright = Image.new("RGB", (300, 450), BLUE)
    upright.paste(RED, (0, 0, 150, 150))  # the mark: above, left
    turns = {2: [0], 3: [3], 4: [1], 5: [5], 6: [2], 7: [6], 8: [4]}
    stored = upright
    for turn in turns.get(orientation, []):
        stored = stored.transpose(Image.Transpose(turn))
    exif = Image.Exif()
    exif[0x0112] = orientation
    seen = opened(drawing.draw(written(stored, "JPEG", quality=95, exif=exif)).sizes[-1].data)
    assert (seen.size, near(seen.getpixel((60, 60)), RED, 30), near(seen.getpixel((240, 60)), BLUE, 30),
            near(seen.getpixel((60, 400)), BLUE, 30)) == ((300, 450), True, True, True)


def test_colours_of_another_profile_are_brought_to_srgb():
    usual = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = usual.replace(b"rXYZ", b"####", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"####", b"bXYZ", 1)
    seen = [
        opened(drawing.draw(plain(200, 300, RED, "PNG", icc_profile=profile)).sizes[-1].data).getpixel((9, 9))
        for profile in (usual, swapped)  # in the second, what is called red is blue
    ]
    assert (near(seen[0], RED), near(seen[1], BLUE)) == (True, True)


def test_a_profile_of_rubbish_does_no_harm():
    data = plain(200, 300, RED, "PNG", icc_profile=b"rubbish" * 40)
    assert near(opened(drawing.draw(data).sizes[-1].data).getpixel((9, 9)), RED)


def test_what_is_clear_becomes_white():
    data = plain(200, 300, (0, 0, 0, 0))
    assert near(opened(drawing.draw(data).sizes[-1].data).getpixel((9, 9)), (255, 255, 255))


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_what_moves_the_first_frame_is_kept(kind):
    frames = [Image.new("RGB", (200, 300), colour) for colour in (RED, BLUE)]
    data = written(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    assert opened(data).n_frames == 2
    seen = opened(drawing.draw(data).sizes[-1].data)
    assert (near(seen.getpixel((9, 9)), RED, 25), getattr(seen, "n_frames", 1)) == (True, 1)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (SVG, "SVG"), (b"\xef\xbb\xbf \n" + SVG, "SVG"), (b"", "empty"), (b"<!DOCTYPE html><p>", "a web page"),
        (b"%PDF-1.7\n", "PDF"), (b"BM" + bytes(60), "BMP"), (b"II*\0" + bytes(60), "TIFF"), (b"PK\3\4", "ZIP"),
        (b"\0\0\0\x18ftypheic" + bytes(60), "HEIC"), (b"GIF", "something else"), (b"\xff\x0a" + bytes(9), "JPEG XL"),
    ],
)
def test_what_is_no_picture_of_ours_is_refused_by_what_it_is(data, found):
    with pytest.raises(pictures.PictureKindWrong) as refusal:
        pictures.redraw(data)
    assert found in refusal.value.text("en")


def test_svg_inside_of_a_name_for_png_is_not_drawn():
    with pytest.raises(pictures.PictureBroken):
        pictures.redraw(b"\x89PNG\r\n\x1a\n" + SVG)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (bomb(10_000, 10_000), pictures.PictureTooManyPixels),  # 100 megapixels
        (bomb(60_000, 60_000), pictures.PictureTooManyPixels),
        (bomb(8_000, 5_001), pictures.PictureTooManyPixels),
        (bomb(6_000, 6_000), pictures.PictureBroken),  # within bounds, and holds nothing
        (picture(119, 300), pictures.PictureTooSmall),
        (picture(1, 1), pictures.PictureTooSmall),
        (picture(1200, 399), pictures.PictureShapeWrong),
        (b"\xff\xd8\xff" + bytes(pictures.MOST_BYTES), pictures.PictureTooHeavy),
    ],
    ids=["100 MP", "3,600 MP", "just over 40 MP", "empty inside", "narrow", "a dot", "a strip", "11 MB"],
)
def test_too_much_and_too_little_are_refused(data, refusal):
    with pytest.raises(refusal):
        pictures.redraw(data)


def test_a_bomb_is_refused_from_its_header_and_unpacks_nothing():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(pictures.PictureTooManyPixels):
        drawing.draw(bomb(60_000, 60_000))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 50_000  # kB; unpacked it would be 14 GB


def test_the_process_apart_has_little_memory(monkeypatch):
    code = (
        "import rianru.kernel.formats.pictures.apart as apart\n"
        "apart.MEMORY = 300 << 20\n"
        "import rianru.kernel.formats.pictures.__main__ as own\nimport sys\nsys.exit(own.main())"
    )
    large = picture(6_000, 6_000, "PNG", "RGBA")  # 144 MB unpacked, and as much again made flat
    ended = subprocess.run([sys.executable, "-c", code], input=large, capture_output=True, timeout=60, check=False)
    assert (ended.returncode in (0, apart.REFUSED), ended.stdout) == (False, b"")
    assert drawing.draw(large).width == 960  # control: it is a sound picture


def test_a_decoder_that_dies_or_never_ends_is_a_broken_picture(monkeypatch, tmp_path):
    python = sys.executable
    for body in ("import os; os.abort()", "import time; time.sleep(60)"):
        fake = tmp_path / "python"
        fake.write_text(f"#!{python}\n{body}\n")
        fake.chmod(0o700)
        monkeypatch.setattr(apart.sys, "executable", str(fake))
        monkeypatch.setattr(apart, "SECONDS", 1.0)
        with pytest.raises(pictures.PictureBroken):
            pictures.redraw(picture())


def test_as_many_as_are_drawn_at_once_and_no_more(monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 0.1)
    for _ in range(apart.AT_ONCE):
        assert apart._turns.acquire(timeout=1)
    try:
        with pytest.raises(pictures.PictureBusy):
            pictures.redraw(picture())
    finally:
        for _ in range(apart.AT_ONCE):
            apart._turns.release()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
@pytest.mark.parametrize("part", [0.02, 0.5, 0.95])
def test_a_picture_that_is_cut_is_refused(kind, part):
    noise = Image.effect_noise((300, 450), 90).convert("RGB")
    data = written(noise, kind)
    with pytest.raises(Refused):
        pictures.redraw(data[: int(len(data) * part)])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), kind=st.sampled_from(["JPEG", "PNG", "WEBP", "GIF", "AVIF"]))
def test_a_picture_of_which_bytes_are_wrong_is_drawn_or_refused_by_name(data, kind):
    raw = bytearray(picture(160, 240, kind))
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        drawn = pictures.redraw(bytes(raw))
    except Refused:
        return
    assert all(opened(one.data).size[0] == one.width for one in drawn.sizes)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_by_name(data):
    with pytest.raises(Refused):
        drawing.draw(data)
