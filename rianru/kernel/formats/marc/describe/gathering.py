"""One pass over a record: its fields by what they are about, script pairs (880) beside the field they stand for."""

from collections import defaultdict
from typing import Final

from rianru.kernel.formats.marc.describe.mapping import FieldMapping
from rianru.kernel.formats.marc.describe.texts import field_is_thai
from rianru.kernel.formats.marc.record import Field, Record

Gathered = dict[str, list[Field]]

_TAGS: Final = {
    "number": "001", "physical": "007", "fixed": "008", "lccn": "010", "national": "016", "isbn": "020", "issn": "022",
    "standard": "024", "system": "035", "language": "041",
    "call": "050 055 060 070 080 082 086 090 092 099",
    "people": "100 110 111 700 710 711 720",
    "title": "245", "title_other": "242 246 247", "title_added": "730 740", "uniform": "130 240",
    "edition": "250", "publication": "260 264", "extent": "300", "content": "336", "carrier": "338",
    "series": "440 490", "series_traced": "800 810 811 830",
    "contents": "505", "summary": "520", "audience": "521",
    "access": "506",
    "notes": "500 501 502 504 507 508 510 511 513 514 515 516 518 522 525 530 533 534 536 538 540 545 546 547 550 "
             "555 556 580 581 585 586",
    "subjects": "600 610 611 630 647 648 650 651 653 654 656 657 662 690 691 692 693 694 695 696 697 698 699",
    "genres": "655", "shelf": "852", "links": "856", "script": "880", "koha": "999",
}
_ABOUT: Final = {tag: about for about, tags in _TAGS.items() for tag in tags.split()}
_OF_HEADLINE: Final = ("title", "title_other", "title_added", "uniform", "publication", "fixed", "language", "script")
_ABOUT_HEADLINE: Final = {**{tag: about for tag, about in _ABOUT.items() if about in _OF_HEADLINE}, "546": "notes"}
# What a mapping's own field is put before. Control number and language have readers of their own.
_OWN: Final = {
    "title": "title", "other_titles": "title_other", "uniform_title": "uniform", "people": "people",
    "subjects": "subjects", "genres": "genres", "edition": "edition", "publisher": "publication",
    "place": "publication", "year": "publication", "isbns": "isbn", "issns": "issn", "extent": "extent",
    "series": "series", "notes": "notes", "contents": "contents", "summary": "summary", "audience": "audience",
    "links": "links", "call_number": "call", "control_number": "own_number", "language": "own_language",
}


def gather(record: Record, mapping: FieldMapping) -> Gathered:
    """All that `describe` reads."""
    return _gather(record, mapping, _ABOUT)


def gather_headline(record: Record, mapping: FieldMapping) -> Gathered:
    """What `headline` reads: title, publication, language."""
    return _gather(record, mapping, _ABOUT_HEADLINE)


def _gather(record: Record, mapping: FieldMapping, table: dict[str, str]) -> Gathered:
    found: defaultdict[str, list[Field]] = defaultdict(list)
    for field in record.among(table):
        found[table[field.tag]].append(field)
    if "script" in found:
        _pair(found, found.pop("script"), table)
    if mapping.by_tag:
        _put_own_first(found, record, mapping)
    return found


def _pair(found: defaultdict[str, list[Field]], scripts: list[Field], table: dict[str, str]) -> None:
    """Puts each 880 where the field it stands for is read, under that field's tag: Thai before its partner, other
    scripts after it. One without a partner (`500-00`) comes last, so it is used where there is no other.
    """
    standing: defaultdict[str, list[Field]] = defaultdict(list)
    for field in scripts:
        link = field.first("6")
        about = table.get(link[:3])
        if about is not None and link[3:4] == "-" and link >= "010":
            standing[about].append(field)
    for about, pairs in standing.items():
        found[about] = _woven(found[about], pairs)


def _woven(fields: list[Field], pairs: list[Field]) -> list[Field]:
    """The fields with their pairs beside them; a pair whose number no field has goes to the first of its tag."""
    places: dict[str, int] = {}
    for place, field in enumerate(fields):
        places.setdefault(field.tag, place)
        places.setdefault(f"{field.tag}-{field.first('6')[4:6]}", place)
    before: defaultdict[int, list[Field]] = defaultdict(list)
    behind: defaultdict[int, list[Field]] = defaultdict(list)
    for pair in pairs:
        link = pair.first("6")
        read_as = Field(link[:3], indicators=pair.indicators, subfields=pair.subfields)
        partner = None if link[4:6] == "00" else places.get(link[:6], places.get(link[:3]))
        if partner is None:
            behind[len(fields)].append(read_as)
        else:
            (before if field_is_thai(pair) else behind)[partner].append(read_as)
    woven: list[Field] = []
    for place, field in enumerate(fields):
        woven += [*before.get(place, ()), field, *behind.get(place, ())]
    return woven + behind[len(fields)]


def _put_own_first(found: defaultdict[str, list[Field]], record: Record, mapping: FieldMapping) -> None:
    own: defaultdict[str, list[Field]] = defaultdict(list)
    for field in record.fields:
        if field.tag in mapping.by_tag:
            for name, said in mapping.own(field):
                own[_OWN[name]].append(said)
    for about, fields in own.items():
        found[about] = fields + found[about]
