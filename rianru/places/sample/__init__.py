"""The demo's places: learning cities, one example network, its spaces and vans. All but the areas is approximate."""

import random
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from rianru.core.actors import ANONYMOUS, system
from rianru.places import actions, queries
from rianru.places.actions import NewSpace
from rianru.places.models import AGES, Area, City, Correction, Network, Space, SpacePhoto
from rianru.places.sample import lists, pictures, vans
from rianru.places.words import KINDS

SEED = 2569
NETWORK = "demo"
ACTOR = system("demo")

# code, Thai, English, areas, dye, weave, member of UNESCO's network since, pilot of the fund, borders approximate
CITIES: tuple[tuple[str, str, str, tuple[str, ...], str, str, int | None, bool, bool], ...] = (
    ("chiang-rai", "เชียงราย", "Chiang Rai", ("5701",), "annatto", "diamond", 2019, False, True),
    ("chiang-mai", "เชียงใหม่", "Chiang Mai", ("50",), "lac", "diamond", 2020, False, False),
    ("phuket", "ภูเก็ต", "Phuket", ("83",), "water", "water", 2020, False, False),
    ("chachoengsao", "ฉะเชิงเทรา", "Chachoengsao", ("24",), "leaf", "flower", 2020, False, False),
    ("sukhothai", "สุโขทัย", "Sukhothai", ("64",), "annatto", "flower", 2022, False, False),
    ("phayao", "พะเยา", "Phayao", ("56",), "indigo", "water", 2022, True, False),
    ("hat-yai", "หาดใหญ่", "Hat Yai", ("9011",), "plum", "flower", 2022, False, True),
    ("bangkok", "กรุงเทพมหานคร", "Bangkok", ("10",), "leaf", "diamond", 2024, True, False),
    ("khon-kaen", "ขอนแก่น", "Khon Kaen", ("4001",), "lac", "diamond", 2024, False, True),
    ("yala", "ยะลา", "Yala", ("9501",), "plum", "diamond", 2024, True, True),
    ("tak", "ตาก", "Tak", ("63",), "leaf", "diamond", 2025, False, False),
    ("rayong", "ระยอง", "Rayong", ("2101",), "water", "flower", 2025, False, True),
    ("satun", "สตูล", "Satun", ("91",), "indigo", "flower", 2025, False, False),
    ("udon-thani", "อุดรธานี", "Udon Thani", ("41",), "indigo", "diamond", None, True, False),
    ("trang", "ตรัง", "Trang", ("92",), "leaf", "water", None, True, False),
    ("lamphun", "ลำพูน", "Lamphun", ("51",), "plum", "flower", None, True, False),
)
PILOTS = ("10", "41", "95", "92", "51", "56")


RARE = ("lift", "accessible_toilet", "hearing_loop", "large_print", "talking_books", "sign_language", "calm_hour")
BILINGUAL = ("provincial_park", "provincial_library", "relearning_space")
LOCAL = {"5": ("nod",), "3": ("tts",), "4": ("tts",), "8": ("sou",), "9": ("sou", "mfa")}
"""Languages by the region that a code begins with."""
TOLD = (
    ("lib-56", "phone", "054 000 001 (ตัวอย่าง)"),
    ("lib-56", "hours", "วันเสาร์เปิดถึงบ่ายสามเท่านั้น ไปมาแล้วปิด (ตัวอย่าง)"),
    ("centre-560105", "position", "อยู่ตรงข้ามวัด ไม่ใช่กลางตำบล (ตัวอย่าง)"),
)
SHOWN = {
    "lib-56": (("front", pictures.LAC), ("shelves", pictures.INDIGO), ("children", pictures.LEAF)),
    "park-56": (("lakeside", pictures.ANNATTO),),
    "centre-560105": (("front", pictures.LEAF),),
}
"""What is drawn of which space: the scene, and the dye that it is in."""


def week(days: str, opens: int, closes: int) -> tuple[tuple[int, int, int], ...]:
    """The same hours on each of `days` ("23456" is Tuesday to Saturday)."""
    return tuple((int(day), opens * 60, closes * 60) for day in days)


PARK, LIBRARY = week("234567", 10, 20), week("23456", 9, 17)
OFFICE, BOOK_HOUSE = week("12345", 9, 17), week("67", 9, 18)


def build(*, at: datetime) -> None:
    """Builds what is not there yet."""
    actions.load_areas(actor=ACTOR, at=at)
    actions.load_holidays(actor=ACTOR, at=at)
    known = set(City.objects.values_list("code", flat=True))
    for code, th, en, areas, dye, weave, since, pilot, rough in CITIES:
        if code not in known:
            actions.add_city(
                actor=ACTOR,
                at=at,
                code=code,
                name_th=th,
                name_en=en,
                areas=areas,
                dye=dye,
                weave=weave,
                unesco_since=since,
                pilot=pilot,
                approximate=rough,
            )
    network = Network.objects.filter(code=NETWORK).first()
    network_id = (
        network.id
        if network
        else actions.add_network(
            actor=ACTOR,
            at=at,
            code=NETWORK,
            name_th="เครือข่ายตัวอย่าง",
            name_en="Example network",
            organisation_th="สมาคมห้องสมุดตัวอย่าง",
            organisation_en="Example Library Association",
            organisation_kind="association",
        )
    )
    there = set(Space.objects.values_list("code", flat=True))
    new = [space for space in spaces() if space.code not in there]
    if new:
        actions.add_spaces(actor=ACTOR, at=at, network_id=network_id, spaces=new)
    _corrections(at)
    _pictures(at)
    lists.build(at=at, network_id=network_id)
    vans.build(at=at, network_id=network_id)
    actions.measure_distances(actor=ACTOR, at=at)
    plan_sites(at=at)


def _corrections(at: datetime) -> None:
    """What two visitors say, signed by nobody, so that a keeper has something to decide."""
    if Correction.objects.exists():
        return
    known = queries.space_ids([code for code, *_ in TOLD])
    for code, field, said in TOLD:
        if code in known:
            actions.suggest_correction(
                actor=ANONYMOUS, at=at, space_id=known[code], field=field, said=said,
                week=(*week("2345", 9, 17), *week("6", 9, 15)) if field == "hours" else (),
            )


def _pictures(at: datetime) -> None:
    """Drawings where photos would be, for the pages of a few spaces."""
    if SpacePhoto.objects.exists():
        return
    known = queries.space_ids(SHOWN)
    for code, scenes in SHOWN.items():
        for scene, dye in scenes if code in known else ():
            alt_th, alt_en = pictures.SAYS[scene]
            actions.add_photo(actor=ACTOR, at=at, space_id=known[code], data=pictures.drawn(scene, dye, code),
                              alt_th=alt_th, alt_en=alt_en)


def plan_sites(*, at: datetime) -> None:
    """A plan to look at: where three more places that open at weekends would help most people of Phayao."""
    if queries.site_plans(limit=1):
        return
    asked = queries.Sought(area="56", sort="weekend", wanted=3, reach_m=10_000, detour=140)
    pins = tuple((pin.lat, pin.lon, False) for pin in queries.suggested(asked, at=at).pins)
    name = "ตัวอย่าง: สามจุดในพะเยาที่เปิดเสาร์อาทิตย์"
    actions.save_plan(actor=ACTOR, at=at, plan=actions.NewPlan(name=name, asked=asked, site="space", pins=pins))


def demo_space_codes() -> list[str]:
    """The codes of the demo's spaces that hold books."""
    return queries.space_codes([kind for kind in KINDS if kind not in ("online", "museum", "temple")])


def demo_network() -> UUID:
    """The id of the example network."""
    return Network.objects.get(code=NETWORK).id


def spaces() -> Iterator[NewSpace]:
    """77 provincial libraries, 30 parks, 76 schools, 300 centres; Bangkok's book houses and corners; the rest."""
    areas = Area.objects.in_bulk()
    chance = random.Random(SEED)
    provinces = sorted(code for code in areas if len(code) == 2)
    for code in provinces:
        yield _at(areas, f"{code}01", "provincial_library", f"lib-{code}", LIBRARY, *_library_name(areas[code]))
    for code in [*PILOTS, *chance.sample([code for code in provinces if code not in PILOTS], 24)]:
        yield _at(
            areas,
            f"{code}01",
            "provincial_park",
            f"park-{code}",
            PARK,
            f"อุทยานการเรียนรู้{areas[code].name_th}",
            f"{areas[code].name_en} Learning Park",
        )
    yield from _schools(areas, provinces, chance)
    yield from _centres(areas, chance)
    yield from _bangkok(areas, chance)
    yield from _elsewhere(areas, chance)


def _library_name(province: Area) -> tuple[str, str]:
    if province.code == "10":
        return "ห้องสมุดประชาชนกรุงเทพมหานคร (ตัวอย่าง)", "Bangkok Public Library (example)"
    return f"ห้องสมุดประชาชนจังหวัด{province.name_th}", f"{province.name_en} Provincial Public Library"


def _schools(areas: dict[str, Area], provinces: list[str], chance: random.Random) -> Iterator[NewSpace]:
    for number, code in enumerate(provinces[:76]):
        district = chance.choice(sorted(a for a in areas if len(a) == 4 and a.startswith(code)))
        name = areas[district]
        yield _at(
            areas,
            district,
            "school_library",
            f"school-{number + 1}",
            OFFICE,
            f"ห้องสมุดมีชีวิต โรงเรียนตัวอย่าง{name.name_th.removeprefix('เขต')}",
            f"Living Library, Example School {name.name_en}",
        )


def _centres(areas: dict[str, Area], chance: random.Random) -> Iterator[NewSpace]:
    """All around one city, two of three in the districts beyond it, and some elsewhere: some live far from any."""
    near = sorted(code for code in areas if len(code) == 6 and code.startswith("56"))
    beyond = [code for code in near if not code.startswith("5601")]
    without = set(chance.sample(beyond, len(beyond) // 3))
    near = [code for code in near if code not in without]
    rest = sorted(code for code in areas if len(code) == 6 and code[:2] not in ("56", "10"))
    for code in [*near, *chance.sample(rest, 300 - len(near))]:
        yield _at(
            areas,
            code,
            "subdistrict_centre",
            f"centre-{code}",
            OFFICE,
            f"ศกร.ตำบล{areas[code].name_th}",
            f"{areas[code].name_en} Learning Centre",
        )


def _bangkok(areas: dict[str, Area], chance: random.Random) -> Iterator[NewSpace]:
    quarters = sorted(code for code in areas if len(code) == 6 and code.startswith("10"))
    for code in chance.sample(quarters, 116):
        yield _at(
            areas,
            code,
            "book_house",
            f"house-{code}",
            BOOK_HOUSE,
            f"บ้านหนังสือ{areas[code].name_th}",
            f"{areas[code].name_en} Book House",
        )
    for code in sorted(code for code in areas if len(code) == 4 and code.startswith("10")):
        yield _at(
            areas,
            code,
            "book_corner",
            f"corner-{code}",
            OFFICE,
            f"มุมหนังสือ{areas[code].name_th}",
            f"{areas[code].name_en} Book Corner",
        )
    for number, code in enumerate(chance.sample(quarters, 3), 1):
        yield _at(
            areas,
            code,
            "condominium_library",
            f"condo-{number}",
            week("1234567", 8, 21),
            f"ห้องสมุดคอนโดตัวอย่าง {number}",
            f"Example Condominium Library {number}",
            members_only=True,
        )


def _elsewhere(areas: dict[str, Area], chance: random.Random) -> Iterator[NewSpace]:
    for number, code in enumerate(("1801", "2001", "3001", "6501", "9001"), 1):
        yield _at(
            areas,
            code,
            "barracks_library",
            f"barracks-{number}",
            OFFICE,
            f"ห้องสมุดค่ายตัวอย่าง {number}",
            f"Example Barracks Library {number}",
            members_only=True,
        )
    for code in PILOTS:
        yield _at(
            areas,
            f"{code}01",
            "mobile_library",
            f"mobile-{code}",
            (),
            f"รถห้องสมุด{areas[code].name_th}",
            f"{areas[code].name_en} Mobile Library",
        )
    for number, code in enumerate(("56", "51", "41", "92", "95", "40", "50", "64", "24"), 1):
        yield _at(
            areas,
            f"{code}01",
            "relearning_space",
            f"relearning-{number}",
            LIBRARY,
            f"รีเลิร์นนิงสเปซ{areas[code].name_th}",
            f"{areas[code].name_en} Re-Learning Space",
        )


def _at(
    areas: dict[str, Area],
    code: str,
    kind: str,
    name: str,
    hours: tuple[tuple[int, int, int], ...],
    th: str,
    en: str,
    members_only: bool = False,
) -> NewSpace:
    area = areas[code]
    chance = random.Random(f"{SEED}{name}")
    common = tuple(one for one in ("ramp", "wifi", "computers", "children", "parking") if chance.random() < 0.6)
    rare = tuple(one for one in RARE if chance.random() < 0.15)
    return NewSpace(
        code=name,
        kind=kind,
        name_th=th,
        name_en=en,
        area=code,
        lat=area.lat,
        lon=area.lon,
        approximate=True,
        members_only=members_only,
        facilities=common,
        access=rare,
        ages=tuple(one for one in AGES if chance.random() < (0.9 if one in ("children", "adults") else 0.5)),
        languages=("tha", *(("eng",) if kind in BILINGUAL else ()), *LOCAL.get(code[:1], ())),
        line_id=f"@example-{name}"[:30] if chance.random() < 0.4 else "",
        hours=hours,
    )
