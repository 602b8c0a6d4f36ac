"""The commands by which a real installation gets its network, its spaces and its sources."""

import json

import pytest
from django.core.management import call_command

from rianru.catalogue.models import Source
from rianru.core.actors import system
from rianru.core.jobs import now
from rianru.kernel.formats.marc import MappingWrong
from rianru.places import actions
from rianru.places.management.commands.add_spaces import NetworkMissing, SheetWrong
from rianru.places.models import Network, Space

pytestmark = pytest.mark.django_db
HEAD = "code,kind,name_th,name_en,area,lat,lon,phone\n"


@pytest.fixture(autouse=True)
def _areas():
    actions.load_areas(actor=system("tests"), at=now())


def _sheet(tmp_path, *rows):
    path = tmp_path / "spaces.csv"
    path.write_text("\ufeff" + HEAD + "\n".join(rows), encoding="utf-8")
    return path


def test_a_network_its_spaces_and_a_source_are_added_by_three_commands(tmp_path):
    call_command("add_network", "phayao", "ห้องสมุดพะเยา", "Phayao libraries", host="phayao.example")
    path = _sheet(tmp_path, "ban-tun,subdistrict_centre,ศกร.ตำบลบ้านตุ่น,Ban Tun,560111,19.1,99.8,054 123 456",
                  "town,provincial_library,ห้องสมุดประชาชน,Public Library,5601,,,")
    call_command("add_spaces", "phayao", path)
    mapping = tmp_path / "koha.json"
    mapping.write_text(json.dumps({"tag": "952", "branch": "b", "barcode": "p", "call_number": "o"}))
    call_command("add_source", "phayao-koha", "ระเบียนพะเยา", network="phayao", space="town", holdings=mapping)
    assert Network.objects.get().host == "phayao.example"
    assert sorted(Space.objects.values_list("code", "area_id")) == [("ban-tun", "560111"), ("town", "5601")]
    source = Source.objects.get()
    assert (source.holdings["tag"], source.default_space.code, source.network.code) == ("952", "town", "phayao")


def test_a_row_without_its_area_is_refused_by_its_line_and_nothing_is_added(tmp_path):
    call_command("add_network", "phayao", "พะเยา", "Phayao")
    path = _sheet(tmp_path, "a,book_house,ก,A,5601,,,", "b,book_house,ข,B,,,,")
    with pytest.raises(SheetWrong) as refused:
        call_command("add_spaces", "phayao", path)
    assert refused.value.values["line"] == 3
    assert Space.objects.count() == 0


def test_spaces_of_a_network_that_is_not_there_are_refused(tmp_path):
    with pytest.raises(NetworkMissing):
        call_command("add_spaces", "nowhere", _sheet(tmp_path))


def test_a_source_of_a_network_that_is_not_there_is_refused_and_not_made_the_nations():
    with pytest.raises(NetworkMissing):
        call_command("add_source", "x1", "ก", network="nowhere")
    assert Source.objects.count() == 0


def test_a_mapping_that_is_no_json_is_refused(tmp_path):
    path = tmp_path / "mapping.json"
    path.write_text("{")
    with pytest.raises(MappingWrong):
        call_command("add_source", "x1", "ก", holdings=path)
    assert Source.objects.count() == 0


LISTED = "รหัสสถานที่,ชื่อ,ตำบล,อำเภอ,จังหวัด\n1,บ้านหนังสือริมกว๊าน,เวียง,เมืองพะเยา,พะเยา\n2,หลงทาง,ไม่มี,เมืองพะเยา,พะเยา\n"


def test_a_list_is_brought_in_twice_and_taken_out_by_commands(tmp_path, capsys):
    call_command("add_network", "phayao", "พะเยา", "Phayao")
    path = tmp_path / "list.csv"
    path.write_bytes(LISTED.encode("cp874"))
    capsys.readouterr()
    said = []
    for more in (["--preview"], [], []):
        call_command("import_spaces", "phayao", path, "--source", "เทศบาล", "--kind", "book_house", "--json", *more)
        told = capsys.readouterr()
        counts = json.loads(told.out)
        said.append((counts["added"], counts["unchanged"], counts["rejected"], Space.objects.count()))
        assert "หลงทาง" in told.err
    assert said == [(1, 0, 1, 0), (1, 0, 1, 1), (0, 1, 1, 1)]
    call_command("export_spaces", "--form", "geojson", "--network", "phayao", "--site", "https://phayao.example/")
    [feature] = json.loads(capsys.readouterr().out)["features"]
    assert feature["properties"]["url"] == f"https://phayao.example/spaces/{feature['id']}/"


def test_lists_of_networks_that_are_not_there_are_refused(tmp_path):
    for command in (["import_spaces", "nowhere", _sheet(tmp_path), "--source", "x"], ["export_spaces", "--network", "nowhere"]):
        with pytest.raises(NetworkMissing):
            call_command(*command)
