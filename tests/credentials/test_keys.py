"""The command that lists and changes keys, and the doctor who looks for them."""

import pytest
from django.core.management import call_command

from rianru.config import doctor
from rianru.credentials import queries
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound
from tests.credentials.making import GOOD, row, verdict


def said(capsys, *given) -> str:
    call_command("credential_keys", *given)
    return capsys.readouterr().out


def test_the_command_lists_keys_and_lets_another_sign(house, keys_folder, capsys):
    id = house.issue(house.define())
    [key] = queries.keys()[row(id).issuer_id]
    assert key.address.partition("#")[2] in said(capsys, "list")
    assert "0 badges were signed anew" in said(capsys, "rotate", "--issuer", str(row(id).issuer_id))
    assert len(list(keys_folder.iterdir())) == 2
    assert verdict(id, at=row(id).key.until_at or row(id).issued_at).reasons == GOOD
    second = house.issue(row(id).definition_id, house.piti)
    assert "1 badge was signed anew" in said(capsys, "rotate", "--lost")  # what the stolen one signed, and no more
    assert {row(id).key.number, row(second).key.number} == {1, 3}
    with pytest.raises(NotFound):
        said(capsys, "rotate", "--issuer", str(new_id()))


def test_the_doctor_misses_a_key_that_is_gone(house, keys_folder):
    house.issue(house.define())
    assert [one.ok for one in doctor.signing_keys()] == [True]
    [file] = keys_folder.iterdir()
    file.unlink()
    [found] = doctor.signing_keys()
    assert (found.ok, file.name in found.says.in_("en")) == (False, True)
