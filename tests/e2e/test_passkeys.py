"""Passkeys in a real browser, with a device that Chromium imitates (WebAuthn 11.3): added, used, refused, removed."""

import re

import pytest

from tests.e2e.conftest import follow, sign_in

pytestmark = pytest.mark.browser
DEVICE = {
    "protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(browser, house):
    """A phone's page under the name localhost: browsers bind passkeys to names, never to bare addresses."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, base_url=house.url.replace("127.0.0.1", "localhost"), locale="th-TH"
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def asked(page):
    """No offers in the address's field, which this device would take at once: only the button."""
    page.add_init_script("PublicKeyCredential.isConditionalMediationAvailable = async () => false")


@pytest.fixture
def device(page):
    """A phone's own authenticator: what to ask the browser about it, and its id."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable", {"enableUI": False})
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]


def keys(device) -> list[dict]:
    session, id = device
    return session.send("WebAuthn.getCredentials", {"authenticatorId": id})["credentials"]


def add(page) -> None:
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("ชื่อที่จำได้").fill("โทรศัพท์ของมานี")
    page.get_by_role("button", name="เพิ่มพาสคีย์").click()
    page.wait_for_url(re.compile("/accounts/2fa/(webauthn/$|recovery-codes)"))


def remove_all(page) -> None:
    """Until none is left: the next test begins with none."""
    page.goto("/accounts/2fa/webauthn/")
    while page.get_by_role("link", name=re.compile("^ลบ ")).count():
        follow(page.get_by_role("link", name=re.compile("^ลบ ")).first)
        follow(page.get_by_role("button", name="ลบ", exact=True))
        page.wait_for_url(re.compile("/webauthn/$"))
    page.get_by_text("ยังไม่มี เพิ่มในโทรศัพท์").wait_for()


def sign_out(page) -> None:
    page.goto("/account/")
    follow(page.get_by_role("button", name="ออกจากระบบ"))


def with_passkey(page) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("button", name="เข้าด้วยพาสคีย์").click()


@pytest.mark.usefixtures("asked")
def test_a_passkey_is_added_signs_in_by_itself_and_is_removed(page, device):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    sign_in(page, "เจ้าหน้าที่เมือง")
    remove_all(page)
    add(page)
    assert [key["isResidentCredential"] for key in keys(device)] == [True]
    page.goto("/accounts/2fa/webauthn/")
    assert page.get_by_role("heading", name="โทรศัพท์ของมานี").count() == 1

    sign_out(page)
    with_passkey(page)
    page.wait_for_url(re.compile("/account/$"))
    page.get_by_role("heading", name="ดวงแก้ว ตัวอย่าง").wait_for()
    assert page.get_by_text("ยังไม่เปิด หน้าที่").count() == 0  # a passkey is both steps

    remove_all(page)
    assert said == []

    sign_out(page)  # the device still has it, and offers it
    with_passkey(page)
    page.get_by_text("พาสคีย์นี้ใช้กับที่นี่ไม่ได้").wait_for()
    assert page.goto("/account/").url.endswith("/accounts/login/?next=/account/")


@pytest.mark.usefixtures("asked")
def test_a_passkey_that_nobody_here_made_is_refused(page, device):
    """The control of the test above: a device with another key for this very host does not get in."""
    sign_in(page, "ผู้เรียน")
    add(page)
    sign_out(page)
    session, id = device
    real = keys(device)[0]
    session.send("WebAuthn.clearCredentials", {"authenticatorId": id})
    session.send("WebAuthn.addCredential", {"authenticatorId": id, "credential": {**real, "credentialId": "bm90LXRoaXMtb25l"}})
    with_passkey(page)
    page.get_by_text("พาสคีย์นี้ใช้กับที่นี่ไม่ได้").wait_for()

    session.send("WebAuthn.clearCredentials", {"authenticatorId": id})
    session.send("WebAuthn.addCredential", {"authenticatorId": id, "credential": real})
    with_passkey(page)
    page.wait_for_url(re.compile("/account/$"))
    remove_all(page)


def test_the_field_of_the_address_offers_the_passkey(page, device):
    sign_in(page, "ผู้เรียน")
    remove_all(page)
    add(page)
    sign_out(page)
    page.goto("/accounts/login/")  # nothing is pressed: this device takes what is offered
    page.wait_for_url(re.compile("/account/$"))
    remove_all(page)


def test_a_person_who_is_not_verified_by_the_device_does_not_get_in(page, device):
    session, id = device
    session.send("WebAuthn.setUserVerified", {"authenticatorId": id, "isUserVerified": False})
    sign_in(page, "ผู้เรียน")
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="เพิ่มพาสคีย์").click()
    page.get_by_text("ยังไม่ได้ผล").wait_for()
    assert keys(device) == []


def test_on_a_bare_address_the_page_says_why_there_are_no_passkeys(phone):
    sign_in(phone, "ผู้เรียน")
    phone.goto("/accounts/2fa/webauthn/add/")
    phone.get_by_text("หน้านี้ใช้พาสคีย์ไม่ได้").wait_for()
    assert phone.get_by_role("button", name="เพิ่มพาสคีย์").count() == 0
