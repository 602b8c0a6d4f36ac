"""Forms of the catalogue's staff pages."""

from typing import Any

from django import forms

from rianru.kernel.ids import new_id
from rianru.kernel.words import T


class ImportForm(forms.Form):
    """A MARC file, whose it is, and a key that makes sending it twice harmless."""

    source = forms.ChoiceField()
    file = forms.FileField()
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None, *, sources: list[tuple[str, str]]) -> None:
        super().__init__(data, files, initial={"key": new_id()})
        source, file = self.fields["source"], self.fields["file"]
        assert isinstance(source, forms.ChoiceField)
        source.choices = sources
        source.label = str(T("ระเบียนของใคร", "Whose records"))
        file.label = str(T("ไฟล์ MARC", "MARC file"))
        file.help_text = str(T("ไฟล์ .mrc (ISO 2709) ตัวอักษร UTF-8", "A .mrc file (ISO 2709) in UTF-8"))
        file.widget.attrs["accept"] = ".mrc,.marc,.iso,application/marc"
        file.error_messages |= {
            "required": str(T("เลือกไฟล์ก่อนส่ง", "Choose a file first")),
            "empty": str(
                T("ไฟล์นี้ว่าง ส่งออกใหม่จากระบบห้องสมุดแล้วลองอีกครั้ง", "The file is empty. Export it again and retry.")
            ),
        }
