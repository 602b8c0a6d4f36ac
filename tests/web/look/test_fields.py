"""Form fields: label, help and error tied to the control, the widget's own attributes kept."""

from django import forms

from tests.web.look.conftest import Draw


class Sample(forms.Form):
    email = forms.EmailField(
        label="อีเมล", help_text="ไม่บอกใคร", widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "num"})
    )
    note = forms.CharField(label="<b>บันทึก", required=False)
    kind = forms.ChoiceField(label="ประเภท", choices=[("a", "ห้องสมุด")], widget=forms.RadioSelect)
    keep = forms.BooleanField(label="เก็บประวัติ", required=False)
    file = forms.FileField(label="ไฟล์")


def test_a_field_keeps_the_attributes_of_its_widget(draw: Draw) -> None:
    html = draw("{% field form.email %}", form=Sample())
    assert 'autocomplete="email"' in html
    assert 'class="num input"' in html
    assert '<label for="id_email">อีเมล</label>' in html


def test_help_and_error_are_tied_to_the_control(draw: Draw) -> None:
    html = draw("{% field form.email %}", form=Sample({"email": "mani@"}))
    assert 'aria-describedby="id_email-help id_email-error"' in html
    assert html.count('aria-invalid="true"') == 1
    assert [f'id="id_email-{part}"' in html for part in ("help", "error")] == [True, True]
    assert "ใส่อีเมลให้ครบ เช่น mani@example.org" in html


def test_a_field_without_help_or_error_describes_nothing(draw: Draw) -> None:
    html = draw("{% field form.note %}", form=Sample())
    assert "aria-" not in html
    assert "(ไม่ใส่ก็ได้)" in html


def test_a_label_is_escaped(draw: Draw) -> None:
    assert "&lt;b&gt;บันทึก" in draw("{% field form.note %}", form=Sample())


def test_a_missing_answer_is_asked_for_in_our_own_words(draw: Draw) -> None:
    form = Sample({})
    said = [draw(f"{{% field form.{name} %}}", form=form) for name in ("email", "kind", "file")]
    assert ["ใส่ช่องนี้ด้วย" in said[0], "เลือกสักข้อ" in said[1], "เลือกไฟล์ก่อน" in said[2]] == [True, True, True]


def test_choices_stand_in_a_fieldset_and_a_single_box_in_its_label(draw: Draw) -> None:
    choices, box = (draw(f"{{% field form.{name} %}}", form=Sample()) for name in ("kind", "keep"))
    assert choices.startswith('<fieldset class="field"><legend>ประเภท</legend>')
    assert '<label class="tick" for="id_keep"><input type="checkbox"' in box
