"""Thai for paper: one glyph for every letter with its marks, so that the text of a PDF can be read back exactly.

A PDF says which text each glyph stands for. Where a vowel or a tone is a glyph of its own, moved to its place above
or below, readers of PDFs say it twice or apart. Here HarfBuzz sets every cluster once, and what it set becomes one
glyph; the font looks the same.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

LETTERS = [chr(code) for code in range(0x0E01, 0x0E2F)]
ABOVE, BELOW = "ัิีึื็ํ", "ฺุู"
TONES = "่้๊๋์"
AM, NIKHAHIT, AA = "ำ", "ํ", "า"


def clusters() -> Iterator[tuple[str, str]]:
    """Each cluster as it is written, and as a shaper takes it: ำ is two letters, with the tone between them."""
    for letter in LETTERS:
        for vowel in ("", *ABOVE, *BELOW):
            for tone in ("", *TONES):
                if vowel or tone:
                    yield letter + vowel + tone, letter + vowel + tone
        for tone in ("", *TONES[:4]):
            yield letter + tone + AM, letter + NIKHAHIT + tone + AA


def clustered(plain: bytes) -> bytes:
    """A TrueType font of Thai with a glyph for every cluster, made by a ligature, and no other substitution."""
    import uharfbuzz as hb
    from fontTools.otlLib.builder import buildLigatureSubstSubtable
    from fontTools.ttLib import TTFont

    font, face = TTFont(BytesIO(plain)), hb.Font(hb.Face(plain))
    names, cmap, ligatures = font.getGlyphOrder(), font.getBestCmap(), {}
    glyphs: dict[str, Any] = {}
    for number, (written, shaped) in enumerate(clusters()):
        parts = tuple(cmap.get(ord(letter), "") for letter in shaped)
        if not all(parts):
            continue
        name = f"cluster{number}"
        glyphs[name] = _set(hb, face, names, written)
        ligatures[parts] = name
    _add(font, glyphs)
    _substitute(font, buildLigatureSubstSubtable(ligatures))
    stream = BytesIO()
    font.save(stream)
    return stream.getvalue()


def _set(hb: Any, face: Any, names: list[str], written: str) -> tuple[int, list[tuple[str, int, int]]]:
    """The advance of a cluster and its glyphs, each with its place."""
    buffer = hb.Buffer()
    buffer.add_str(written)
    buffer.guess_segment_properties()
    hb.shape(face, buffer)
    at, placed = 0, []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        placed.append((names[info.codepoint], at + position.x_offset, position.y_offset))
        at += position.x_advance
    return at, placed


def _add(font: Any, glyphs: dict[str, Any]) -> None:
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    table, metrics = font["glyf"], font["hmtx"]
    drawn = {}
    for name, (_, placed) in glyphs.items():
        pen = TTGlyphPen(font.getGlyphSet())
        for part, x, y in placed:
            pen.addComponent(part, (1, 0, 0, 1, x, y))
        drawn[name] = pen.glyph()
    font.setGlyphOrder([*font.getGlyphOrder(), *drawn])
    for name, glyph in drawn.items():
        table.glyphs[name] = glyph
        glyph.recalcBounds(table)
        metrics.metrics[name] = (glyphs[name][0], getattr(glyph, "xMin", 0))
    table.glyphOrder = font.getGlyphOrder()


def _substitute(font: Any, subtable: Any) -> None:
    """GSUB with this one lookup, under the feature that no shaper leaves out."""
    from fontTools.ttLib import newTable
    from fontTools.ttLib.tables import otTables

    lookup = otTables.Lookup()
    lookup.LookupType, lookup.LookupFlag, lookup.SubTable, lookup.SubTableCount = 4, 0, [subtable], 1
    feature = otTables.FeatureRecord()
    feature.FeatureTag, feature.Feature = "ccmp", otTables.Feature()
    feature.Feature.LookupListIndex, feature.Feature.LookupCount, feature.Feature.FeatureParams = [0], 1, None
    gsub = otTables.GSUB()
    gsub.Version = 0x00010000
    gsub.FeatureList, gsub.LookupList = otTables.FeatureList(), otTables.LookupList()
    gsub.ScriptList = otTables.ScriptList()
    gsub.FeatureList.FeatureRecord, gsub.FeatureList.FeatureCount = [feature], 1
    gsub.LookupList.Lookup, gsub.LookupList.LookupCount = [lookup], 1
    gsub.ScriptList.ScriptRecord = [_script(tag) for tag in ("DFLT", "thai")]
    gsub.ScriptList.ScriptCount = 2
    font["GSUB"] = newTable("GSUB")
    font["GSUB"].table = gsub


def _script(tag: str) -> Any:
    from fontTools.ttLib.tables import otTables

    record = otTables.ScriptRecord()
    record.ScriptTag, record.Script = tag, otTables.Script()
    record.Script.LangSysRecord, record.Script.LangSysCount = [], 0
    record.Script.DefaultLangSys = otTables.DefaultLangSys()
    record.Script.DefaultLangSys.ReqFeatureIndex = 0xFFFF
    record.Script.DefaultLangSys.FeatureIndex, record.Script.DefaultLangSys.FeatureCount = [0], 1
    return record
