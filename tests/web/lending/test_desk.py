"""The desk in the browser's words: one input that knows cards from copies, keys that make a second sending harmless."""

import re

import pytest

from rianru.core.models import AnswerOnce
from rianru.kernel.ids import new_id
from rianru.lending.models import Loan
from tests.lending.making import state

pytestmark = pytest.mark.django_db


def lead(html: str) -> str:
    found = re.search(r'class="lead"><b>(.*?)</b>', html)
    return found[1] if found else ""


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    return found[1] if found else ""


def test_a_card_then_copies_then_copies_without_a_card(table):
    came = table.scan(table.member.card)
    member = hidden(came, "member")
    assert (member, "คำแปง" in came, "895" in came) == (str(table.member.membership_id), True, False)
    lent = table.scan(table.copies[0], member=member)
    assert ("ให้ยืมแล้ว" in lead(lent), table.copies[0] in lent, 'data-sound="ok"' in lent) == (True, True, True)
    back = table.scan(table.copies[0])
    assert ("รับคืนแล้ว" in lead(back), "895.910" in back, hidden(back, "member")) == (True, True, "")
    assert Loan.objects.get().membership_id is None


def test_taking_back_with_a_member_at_the_desk_is_a_choice(table):
    member = str(table.member.membership_id)
    table.scan(table.copies[0], member=member)
    back = table.scan(table.copies[0], member=member, mode="in")
    assert ("รับคืนแล้ว" in lead(back), hidden(back, "member"), hidden(back, "mode")) == (True, member, "in")


def test_the_same_scan_sent_twice_gives_the_same_answer_and_one_loan(table):
    member, key = str(table.member.membership_id), str(new_id())
    first, second = (lead(table.scan(table.copies[0], member=member, key=key)) for _ in range(2))
    assert (first, Loan.objects.count()) == (second, 1)
    assert "ใช้รหัสซ้ำ" in lead(table.scan(table.copies[1], member=member, key=key))
    assert Loan.objects.count() == 1
    [kept] = AnswerOnce.objects.filter(owner__startswith="desk:").values_list("answer", flat=True)
    assert member not in str(kept)
    assert "คำแปง" not in str(kept)


def test_a_refusal_is_said_with_its_sound_and_leaves_the_member_there(table):
    member = str(table.member.membership_id)
    for text, said in (("NOBODY1", "ไม่รู้จักเลข"), ("99999999999", "ไม่รู้จักเลข")):
        answer = table.scan(text, member=member)
        assert (said in lead(answer), 'data-sound="stop"' in answer, hidden(answer, "member")) == (True, True, member)
    twice = (table.scan(table.copies[0], member=member), table.scan(table.copies[0], member=member))[1]
    assert "ยืมไปแล้ว" in lead(twice)


def test_a_card_of_another_network_and_odd_signs_end_in_words(table):
    stranger = table.net.register("คนไกล")
    from rianru.people.models import Membership

    Membership.objects.filter(id=stranger.membership_id).update(network=table.net.away.network)
    said = table.scan(stranger.card)
    assert ("เครือข่ายอื่น" in lead(said), hidden(said, "member")) == (True, "")
    for text in ("\0", "B\0\0", "/\0", "๑๒๓", "'; DROP TABLE", "<script>", "9" * 5_000, "\u202e123"):
        answer = table.scan(text)
        assert "<script>" not in answer
    for path in ("/desk/?member=%00", "/desk/?mode=%00", "/desk/lists/%00/", "/rules/?category=adult&space=%00",
                 "/rules/?category=adult&item_type=book&language=tha&space=here&day=9999-12-31&card=1&barcode=2",
                 "/desk/bags/%00/", "/me/shelf/?after=x"):
        assert table.browser.get(path).status_code < 500


def test_members_are_looked_up_by_name_and_several_are_offered(table):
    assert hidden(table.scan("คำแปง"), "member") == str(table.member.membership_id)
    other = table.net.register("คำแปง", "อีกคน")
    both = table.scan("/คำแปง")
    assert ("พบ 2 คน" in lead(both), f"?member={other.card}" in both) == (True, True)
    assert "ไม่พบสมาชิก" in lead(table.scan("ไม่มีใคร"))


def test_a_scan_is_undone_by_its_sealed_word_and_by_no_other(table):
    member = str(table.member.membership_id)
    sealed = hidden(table.scan(table.copies[0], member=member), "undo")
    undo = {"undo": sealed, "member": member}
    wrong = table.browser.post("/desk/undo/", undo | {"undo": sealed[:-2] + "xx"}, headers={"X-Desk": "part"})
    assert "ย้อนรายการนี้ไม่ได้" in lead(wrong.content.decode())
    done = table.browser.post("/desk/undo/", undo, headers={"X-Desk": "part"}).content.decode()
    assert ("ย้อนแล้ว" in lead(done), state(table.copies[0]), hidden(done, "member")) == (True, "available", member)
    table.scan(table.copies[1], member=member)
    sealed = hidden(table.scan(table.copies[1]), "undo")
    table.browser.post("/desk/undo/", {"undo": sealed})
    assert (state(table.copies[1]), Loan.objects.get(returned_at=None).membership_id) == (
        "on_loan", table.member.membership_id)


def test_without_a_script_the_whole_page_answers(table):
    page = table.scan(table.copies[0], member=str(table.member.membership_id), part=False)
    assert ("<h1>" in page, "ให้ยืมแล้ว" in lead(page), "วันนี้" in page) == (True, True, True)
    shown = table.browser.get(f"/desk/?member={table.member.card}").content.decode()
    assert table.copies[0] in shown


def test_what_is_done_to_a_loan_is_done_from_its_row(table):
    member = str(table.member.membership_id)
    for barcode in table.copies:
        table.scan(barcode, member=member)
    loans = {loan.item.barcode: str(loan.id) for loan in Loan.objects.select_related("item")}

    def act(do, barcode=""):
        asked = {"do": do, "member": member, "loan": loans.get(barcode, "")}
        return table.browser.post("/desk/act/", asked, headers={"X-Desk": "part"}).content.decode()

    assert "ไม่ได้วันเพิ่ม" in lead(act("renew", table.copies[0]))
    assert "แจ้งว่าคืนแล้ว" in lead(act("claim", table.copies[0]))
    assert "ชำรุด" in lead(act("damaged", table.copies[1]))
    assert ("แจ้งหายแล้ว" in lead(act("in-kind", table.copies[2])), state(table.copies[2])) == (True, "lost")
    assert "ยืมต่อแล้ว 0 จาก 1" in lead(act("renew-all"))
    assert table.browser.post("/desk/act/", {"do": "dance", "member": member, "loan": loans[table.copies[0]]}).status_code == 404


def test_receipt_slip_and_lists_are_for_paper(table):
    member = str(table.member.membership_id)
    table.scan(table.copies[0], member=member)
    receipt = table.browser.get(f"/desk/receipts/{member}/").content.decode()
    assert (table.copies[0] in receipt, "คำแปง" in receipt) == (True, True)
    assert "เกินกำหนด" in table.browser.get("/desk/lists/overdue/").content.decode()
    assert table.browser.get("/desk/lists/gossip/").status_code == 404
    assert table.browser.get(f"/desk/slips/{new_id()}/").status_code == 404


def test_the_address_on_a_bag_opens_it(table):
    table.browser.post("/desk/bags/", {"to": str(table.net.there.id)})
    from rianru.lending.models import Manifest

    code = Manifest.objects.get().code
    assert f"/desk/bags/{code}/" in table.scan(f"https://rianru.example/desk/bags/{code}/")
    assert code in table.browser.get(f"/desk/bags/{code}/").content.decode()


@pytest.mark.parametrize("out", [1, 3])
def test_a_scan_asks_as_often_however_much_a_member_has(table, out, django_assert_max_num_queries):
    member = str(table.member.membership_id)
    for barcode in table.copies[: out - 1]:
        table.scan(barcode, member=member)
    with django_assert_max_num_queries(23):
        table.scan(table.copies[out - 1], member=member)


def test_what_was_read_here_is_counted_and_goes_back(table):
    from rianru.core.models import Fact

    said = table.scan(table.copies[0], member=str(table.member.membership_id), mode="use")
    assert ("ใช้ในห้องสมุด" in lead(said), "895.910" in said) == (True, True)
    assert Fact.objects.filter(verb="lending.used_in_house").count() == 1
    assert Loan.objects.count() == 0


def test_a_copy_is_missing_damaged_and_mended_from_its_page_and_from_the_list(table):
    from tests.lending.making import item

    here = f"/desk/copies/{item(table.copies[0]).id}/"
    for do, then in (("damaged", "damaged"), ("mended", "available"), ("missing", "missing")):
        table.browser.post(here, {"do": do})
        assert state(table.copies[0]) == then
    assert table.browser.post(here, {"do": "missing", "list": "pull"})["Location"] == "/desk/lists/pull/"
    assert table.browser.post(here, {"do": "fly"}).status_code == 404
    assert "รับคืนแล้ว" not in lead(table.scan(table.copies[0]))
    assert state(table.copies[0]) == "available"
