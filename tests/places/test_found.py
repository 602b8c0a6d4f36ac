"""Places found as people ask for them, in a real index that holds every area of the country."""

import pytest

from rianru.core.search import ask, follow
from rianru.places import actions, queries
from rianru.places.kinds.areas import code_of, id_of
from tests.factories import AT, HOUSE, areas, space

pytestmark = pytest.mark.django_db

SPACES = (
    ("lampang", "provincial_library", "5201", "ห้องสมุดประชาชนจังหวัดลำปาง", "Lampang Provincial Public Library"),
    ("yala", "provincial_park", "9501", "อุทยานการเรียนรู้ยะลา", "Yala Learning Park"),
    ("rim-tai", "subdistrict_centre", "500701", "ศกร.ตำบลริมใต้", "Rim Tai Learning Centre"),
    ("bang-sue", "book_house", "102901", "บ้านหนังสือบางซื่อ", "Bang Sue Book House"),
    ("ban-tun", "school_library", "560105", "ห้องสมุดมีชีวิต โรงเรียนชุมชนบ้านตุ่น", "Ban Tun School Living Library"),
    ("phrae", "district_library", "5401", "ห้องสมุดประชาชนอำเภอเมืองแพร่", "Mueang Phrae Public Library"),
)
FIRST_SPACE = (
    ("ห้องสมุด เมืองลำปาง", "lampang"), ("ห้องสมุดลำปาง", "lampang"), ("หสม ลำปาง", "lampang"),
    ("lampang library", "lampang"), ("ห้องสมุดประชาชน จ.ลำปาง", "lampang"), ("tk park yala", "yala"),
    ("TKpark ยะลา", "yala"), ("ทีเคพาร์ค ยะลา", "yala"), ("อุทยานการเรียนรู้ ยะลา", "yala"), ("กศน แม่ริม", "rim-tai"),
    ("กศน.ริมใต้", "rim-tai"), ("สกร. อ.แม่ริม จ.เชียงใหม่", "rim-tai"), ("ศูนย์ฯ ริมใต้", "rim-tai"),
    ("ศูนย์การเรียนรู้ แม่ริม", "rim-tai"), ("ห้องสมุด กทม", "bang-sue"), ("บ้านหนังสือ บางซื่อ", "bang-sue"),
    ("รร.บ้านตุ่น", "ban-tun"), ("โรงเรียนบ้านตุ่น", "ban-tun"), ("ban tun school", "ban-tun"), ("ban-tun", "ban-tun"),
    ("054-411-222", "phrae"), ("+66 54 411 222", "phrae"), ("ห้องสมุด อ.เมืองแพร่", "phrae"),
)
FIRST_AREA = (
    ("พะเยา", "56"), ("จ.พะเยา", "56"), ("จังหวัดพะเยา", "56"), ("phayao", "56"), ("phayao province", "56"),
    ("เมืองพะเยา", "5601"), ("อ.เมืองพะเยา", "5601"), ("อำเภอเมืองพะเยา", "5601"), ("mueang phayao", "5601"),
    ("ตำบลบ้านตุ่น", "560105"), ("ต.บ้านตุ่น", "560105"), ("บ้านตุ่น พะเยา", "560105"),
    ("ต.บ้านตุ่น อ.เมืองพะเยา จ.พะเยา", "560105"), ("ban tun phayao", "560105"), ("korat", "30"),
    ("กทม", "10"), ("กรุงเทพฯ", "10"), ("bangkok", "10"), ("อยุธยา", "14"), ("เขตบางซื่อ", "1029"),
    ("แขวงบางซื่อ", "102901"), ("แม่ริม", "5007"), ("560105", "560105"), ("๕๖๐๑๐๕", "560105"),
)


@pytest.fixture
def found(settings, tmp_path):
    """The codes that a query finds of a kind, best first."""
    settings.INDEX_DIR = tmp_path / "index"
    areas()
    ids = {space(code=code, kind=kind, area=area, name_th=th, name_en=en): code for code, kind, area, th, en in SPACES}
    by_code = {code: id for id, code in ids.items()}
    actions.change_space(
        actor=HOUSE, at=AT, space_id=by_code["phrae"], name_th=SPACES[-1][3], name_en=SPACES[-1][4], address_th="",
        address_en="", phone="054 411 222", email="", facilities=(),
    )
    follow.rebuild()

    def find(query, kind, **more):
        hits = ask.search(query, kind=kind, limit=20, **more).hits
        return [ids[hit.id] if kind == "space" else code_of(hit.id) for hit in hits]

    return find


def test_spaces_and_areas_are_found_as_people_type_them(found):
    missed = [
        (query, code, codes[:3])
        for kind, asked in (("space", FIRST_SPACE), ("area", FIRST_AREA))
        for query, code in asked
        if (codes := found(query, kind))[:1] != [code]
    ]
    assert missed == []
    assert "570301" in found("57140", "area")
    assert sorted(found("โคราช", "area")[:2]) == ["30", "301803"]  # what a province is called, and a sub-district's name
    # Narrowed by province and network, and browsed without a word.
    assert found("ห้องสมุด", "space", chosen={"province": ["54"]}) == ["phrae"]
    assert sorted(found("", "space", chosen={"province": ["56", "95"]})) == ["ban-tun", "yala"]
    network = queries.networks()[0].code
    assert len(found("", "space", chosen={"network": [network]})) == len(SPACES)
    assert found("ห้องสมุด", "space", chosen={"network": ["nobody"]}) == []


def test_the_id_of_an_area_spells_its_code_and_nothing_else_does():
    assert [code_of(id_of(code)) for code in ("10", "1001", "100101", "10010101")] == ["10", "1001", "100101", "10010101"]
    assert str(id_of("560105")) == "61726561-0000-8000-8000-000000560105"
    assert [code_of(id) for id in (space(), id_of("561"), id_of("ff"))] == ["", "", ""]
