"""XLSForm (xlsform.org), the spreadsheet in which questionnaires travel: in and out.

Taken: select_one, select_multiple (both with or_other), rank, range, integer, decimal, text, date, time, geopoint,
image, file, acknowledge, note, calculate, groups as pages, table-list groups as tables. Everything else is refused by
name, or left out and said so where the form works without it.
"""

from rianru.kernel.formats.xlsform.faults import Fault, FormFaulty, Left, Place
from rianru.kernel.formats.xlsform.reading import Form, read
from rianru.kernel.formats.xlsform.writing import written

__all__ = ["Fault", "Form", "FormFaulty", "Left", "Place", "read", "written"]
