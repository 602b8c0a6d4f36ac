"""Why two records were joined or kept apart, in words."""

from rianru.kernel.words import T

JOINED = {
    "first": T("ยังไม่มีระเบียนอื่นที่ตรงกัน", "Nothing like it was known"),
    "hand": T("บรรณารักษ์รวมไว้", "A librarian joined them"),
    "isbn": T("ISBN เดียวกัน ชื่อเรื่องตรงกัน", "The same ISBN, and the titles agree"),
    "identifier": T(
        "เลขประจำระเบียนสากลเดียวกัน ชื่อเรื่องตรงกัน", "The same number (OCLC, LCCN, DOI), and the titles agree"
    ),
    "issn": T("ISSN เดียวกัน ชื่อเรื่องตรงกัน", "The same ISSN, and the titles agree"),
    "title_author_year": T("ชื่อเรื่อง ผู้แต่ง และปีตรงกัน", "Title, author and year agree"),
    "title_author_pages": T("ชื่อเรื่อง ผู้แต่ง และจำนวนหน้าตรงกัน", "Title, author and pages agree"),
    "title_author_publisher": T("ชื่อเรื่อง ผู้แต่ง และสำนักพิมพ์ตรงกัน", "Title, author and publisher agree"),
    "title_year_pages": T("ชื่อเรื่อง ปี และจำนวนหน้าตรงกัน", "Title, year and pages agree"),
    "title_year_publisher": T("ชื่อเรื่อง ปี และสำนักพิมพ์ตรงกัน", "Title, year and publisher agree"),
    "title_year": T("ชื่อเรื่องและปีตรงกัน ไม่มีข้อใดขัดกัน", "Title and year agree, and nothing speaks against it"),
    "title_author": T("ชื่อเรื่องและผู้แต่งตรงกัน", "Title and author agree"),
    "title_publisher": T("ชื่อเรื่องและสำนักพิมพ์ตรงกัน", "Title and publisher agree"),
    "uniform_title": T("ชื่อเรื่องแบบฉบับและผู้แต่งตรงกัน", "Uniform title and author agree"),
    "same_edition": T("มีฉบับพิมพ์เดียวกัน", "They share an edition"),
}
APART = {
    "hand": T("บรรณารักษ์แยกไว้", "A librarian kept them apart"),
    "format": T("รูปแบบต่างกัน", "Their formats differ"),
    "access": T("ฉบับหนึ่งจำกัดการเข้าถึง", "Access to one of them is restricted"),
    "language": T("ภาษาต่างกัน", "Their languages differ"),
    "part": T("คนละเล่มหรือคนละตอน", "They are different volumes or parts"),
    "numbers": T("ตัวเลขในชื่อเรื่องต่างกัน", "The numbers in their titles differ"),
    "year": T("ปีต่างกัน", "Their years differ"),
    "pages": T("จำนวนหน้าต่างกันเกิน 10 หน้า", "Their pages differ by more than 10"),
    "edition": T("ครั้งที่พิมพ์ต่างกัน", "Their edition statements differ"),
    "series": T("เลขในชุดต่างกัน", "Their numbers in the series differ"),
    "title": T("ชื่อเรื่องต่างกันตั้งแต่ 10 %", "Their titles differ by 10 % or more"),
    "author": T("ผู้แต่งต่างกันเกิน 20 %", "Their authors differ by more than 20 %"),
    "publisher": T("สำนักพิมพ์ต่างกัน และไม่มีเลขใดร่วมกัน", "Their publishers differ, and they share no number"),
    "isbn": T("ISBN ต่างกัน", "Their ISBNs differ"),
    "same_source": T("มาจากแหล่งเดียวกันและไม่มีเลขร่วมกัน", "They are of one source and share no number"),
    "evidence": T("ยังมีหลักฐานไม่พอ", "There is not enough to go by"),
}
