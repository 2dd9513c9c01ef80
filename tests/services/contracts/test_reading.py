"""Files become documents: in order, with places; what cannot be read is said and never guessed."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from comity.core.errors import ComityError
from comity.services.contracts.document import Document
from comity.services.contracts.reading import LARGEST, read
from tests.services.contracts.papers import SCAN, column, locked, pdf, word

CLAUSE = "The passport stays with the Employee at all times."


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


@pytest.mark.parametrize(
    ("coded", "guessed"),
    [
        (CLAUSE.encode(), False),
        (b"\xef\xbb\xbf" + CLAUSE.encode(), False),
        (CLAUSE.encode("utf-16"), False),
        (CLAUSE.encode("utf-16-le"), False),
        (CLAUSE.encode("utf-16-be"), False),
        ("The café keeps no passport – never.".encode("cp1252"), True),
    ],
)
def test_texts_are_decoded_and_a_guess_is_said(coded: bytes, guessed: bool) -> None:
    found = read("contract.txt", coded)
    assert texts(found)[0] in (CLAUSE, "The café keeps no passport – never.")
    assert [str(note) for note in found.notes if "Windows-1252" in note] == (
        [str(found.notes[0])] if guessed else []
    )
    assert not found.trouble


def test_invisible_letters_do_not_part_words() -> None:
    assert texts(read("a", "The pass\u00adport\u200b stays.".encode())) == ["The passport stays."]


def test_markdown_loses_its_marks() -> None:
    found = read("a.md", b"# WAGES\n\nThe Employer **shall not** deduct.\n")
    assert texts(found) == ["WAGES", "The Employer shall not deduct."]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.pdf", b"", "is empty"),
        ("photo.jpg", b"\xff\xd8\xff\xe0 photo", "is a picture, and words in pictures are not"),
        ("contract.pdf", b"\x89PNG\r\n", "is a picture"),
        ("IMG.heic", b"\x00\x00\x00\x18ftypheic", "is a picture"),
        ("old.doc", b"\xd0\xcf\x11\xe0 old", "an old Word file; open it and save it as PDF"),
        ("note.rtf", b"{\\rtf1 hello}", "an RTF file"),
        ("page.html", b"<!DOCTYPE html><p>hello", "a web page"),
        ("page.txt", b"  <html><p>hello", "a web page"),
        ("tables.xlsx", b"something", "a workbook"),
        ("song.mp3", b"ID3 something", "of a kind that Comity does not read"),
        ("a.txt", b"MZ\x00\x01\x02\x00\x00", "is not a text"),
        ("a.txt", b"\xff\xfea", "says that it is written in UTF-16 and is not"),
    ],
)
def test_what_is_not_read_is_one_sentence_with_a_remedy(name: str, data: bytes, says: str) -> None:
    with pytest.raises(ComityError) as told:
        read(name, data)
    assert says in str(told.value)
    assert str(told.value).endswith(".")
    assert "\n" not in str(told.value)


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(ComityError, match="more than 8 MB"):
        read("a.txt", b"a " * (LARGEST // 2 + 1))
    with pytest.raises(ComityError, match="more text than any contract"):
        read("a.txt", b"word and word. " * 200_000)


def test_a_name_is_no_proof() -> None:
    page = pdf([column(CLAUSE)])
    assert texts(read("contract.txt", page)) == [CLAUSE]
    assert texts(read("contract", page)) == [CLAUSE]


# PDFs


def test_a_pdf_becomes_paragraphs_with_their_pages() -> None:
    found = read(
        "a.pdf",
        pdf(
            [
                column(
                    "EMPLOYMENT CONTRACT\n\n1. The Employer pays the em-\nployee USD 400 a month.\n"
                    "2. The worker has twenty-\nfour hours of rest\nand may leave"
                ),
                column("the house in them.\n\n3. " + CLAUSE),
            ]
        ),
    )
    assert [(one.text, one.kind, str(one.place)) for one in found.blocks] == [
        ("EMPLOYMENT CONTRACT", "heading", "page 1"),
        ("1. The Employer pays the employee USD 400 a month.", "paragraph", "page 1"),
        (
            "2. The worker has twenty-four hours of rest and may leave the house in them.",
            "paragraph",
            "pages 1 to 2",
        ),
        (f"3. {CLAUSE}", "paragraph", "page 2"),
    ]


def test_a_table_is_read_row_by_row_with_wrapped_cells() -> None:
    rows = [
        (740, "Item", "Who pays", "Amount"),
        (726, "Visa", "Employer", "USD 200"),
        (712, "Medical test", "Employee", "USD 50"),
        (698, "", "on arrival", ""),
        (684, "Ticket", "Employer", "USD 500"),
    ]
    lines = [
        (x, float(y), text)
        for y, *cells in rows
        for x, text in zip((60.0, 220.0, 380.0), cells, strict=True)
        if text
    ]
    found = read("a.pdf", pdf([lines])).blocks
    assert [one.cells for one in found] == [
        ("Item", "Who pays", "Amount"),
        ("Visa", "Employer", "USD 200"),
        ("Medical test", "Employee on arrival", "USD 50"),
        ("Ticket", "Employer", "USD 500"),
    ]
    assert all(one.kind == "row" and one.header == ("Item", "Who pays", "Amount") for one in found)


def test_columns_of_text_are_read_one_after_another() -> None:
    left = "The Worker begins on the\nfirst day of March and has\na rest of one whole day\n"
    left += "every week without a cut\nof the wage that was told\nto the Worker in writing."
    right = "The Employer pays for the\nvisa and for the journey\nfrom the place of origin\n"
    right += "to the place of the work\nand at the end of the job\nfor the journey home too."
    said = texts(read("a.pdf", pdf([column(left, at=40) + column(right, at=330)])))
    assert said == [" ".join(left.split()), " ".join(right.split())]


def test_a_table_of_long_cells_is_no_text_in_columns() -> None:
    costs = [
        "Medical test before departure",
        "Visa for the country of work",
        "Ticket to the place of work",
        "Training before the departure",
        "Service charge of the agency",
        "Insurance in the first year",
        "Clearance by the police office",
        "Passport and its photographs",
    ]
    lines = [
        (x, 740.0 - 14 * row, text)
        for row, cost in enumerate(costs)
        for x, text in ((40.0, cost), (330.0, "Paid by the Employee alone"))
    ]
    found = read("a.pdf", pdf([lines])).blocks
    assert [block.cells for block in found] == [
        (one, "Paid by the Employee alone") for one in costs
    ]


def test_heads_and_numbers_of_pages_are_told_once() -> None:
    pages = [
        column(f"Gulf Clean LLC - Contract\n\nClause {n} ends here.\n\nPage {n} of 4")
        for n in range(1, 5)
    ]
    said = texts(read("a.pdf", pdf(pages)))
    assert said.count("Gulf Clean LLC - Contract") == 1
    assert not [one for one in said if one.startswith("Page")]
    assert [one for one in said if one.startswith("Clause")] == [
        f"Clause {n} ends here." for n in range(1, 5)
    ]


def test_scans_are_said_and_never_guessed() -> None:
    whole = read("scan.pdf", pdf([SCAN, SCAN]))
    assert "pictures of pages and no text" in whole.trouble
    assert whole.blocks == ()
    stamped = read("scan.pdf", pdf([[(10, 10, "Scanned with an app")]], hidden=[0]))
    assert "pictures of pages" in stamped.trouble
    some = read("some.pdf", pdf([column(CLAUSE), SCAN, SCAN, column("The end."), SCAN]))
    assert not some.trouble
    assert [str(note) for note in some.notes] == [
        "These pages hold pictures and no text, and were not read: 2–3, 5. What is not found may "
        "stand there."
    ]


def test_words_that_a_machine_guessed_are_said_to_be() -> None:
    found = read("a.pdf", pdf([column("\n".join([CLAUSE] * 3))], hidden=[0]))
    assert "guessed the words of these pages from pictures: 1" in found.notes[0]


def test_a_locked_pdf_is_told_and_one_that_only_forbids_printing_is_read() -> None:
    page = pdf([column(CLAUSE)])
    assert "locked with a password" in read("a.pdf", locked(page, "secret", "owner")).trouble
    assert texts(read("a.pdf", locked(page, "", "owner"))) == [CLAUSE]


@pytest.mark.parametrize("cut", [20, 120, 300, 420])
def test_broken_pdfs_never_raise_and_never_log(
    cut: int, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    whole = pdf([column(CLAUSE)])
    for data in (
        whole[:cut],
        whole[:cut] + b"\x00" * 50 + whole[cut + 50 :],
        b"%PDF-1.4 " + CLAUSE.encode(),
    ):
        found = read("a.pdf", data)
        assert found.trouble or CLAUSE in texts(found) or found.notes
    assert not caplog.records
    assert capfd.readouterr() == ("", "")


def test_what_the_library_says_of_a_file_reaches_no_log(caplog: pytest.LogCaptureFixture) -> None:
    strange = pdf([column(CLAUSE)]).replace(b"/WinAnsiEncoding", b"/PlantedEncoding")
    assert texts(read("a.pdf", strange))
    assert not caplog.records


def test_a_pdf_that_turns_in_circles_is_left() -> None:
    whole = pdf([column(CLAUSE)])
    circle = whole.replace(b"/Kids[6 0 R]", b"/Kids[2 0 R]")
    assert read("a.pdf", circle).trouble
    many = pdf([[]] * 201)
    with pytest.raises(ComityError, match="has 201 pages"):
        read("a.pdf", many)


@pytest.mark.alone
def test_a_crowded_page_is_read_in_seconds() -> None:
    crowd = [(10.0 + i * 37 % 500, 10.0 + i * 91 % 780, f"word x{i}") for i in range(21_000)]
    page = pdf([crowd])
    began = time.process_time()
    assert read("a.pdf", page).blocks
    assert time.process_time() - began < 10


# Word files


def test_a_word_file_keeps_its_order_and_its_places() -> None:
    import docx

    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "Gulf Clean LLC"
    made.add_heading("Contract", 1)
    made.add_paragraph("The first clause.")
    table = made.add_table(3, 2)
    for row, cells in zip(
        table.rows, [("Cost", "Payer"), ("Visa", "Employer"), ("Test", "Worker")], strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    made.add_paragraph("Take care of the house.", style="List Number")
    made.add_paragraph("Cook.", style="List Number")
    found = read("a.docx", word(made))
    assert [(one.text, one.kind, str(one.place)) for one in found.blocks] == [
        ("Gulf Clean LLC", "note", "head of the pages"),
        ("Contract", "heading", "paragraph 1"),
        ("The first clause.", "paragraph", "paragraph 2"),
        ("Cost | Payer", "row", "table 1, row 1"),
        ("Visa | Employer", "row", "table 1, row 2"),
        ("Test | Worker", "row", "table 1, row 3"),
        ("1. Take care of the house.", "paragraph", "paragraph 3"),
        ("2. Cook.", "paragraph", "paragraph 4"),
    ]
    assert found.blocks[5].cells == ("Test", "Worker")
    assert found.blocks[5].header == ("Cost", "Payer")


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BODY = f"""<?xml version="1.0"?><w:document {W}
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:v="urn:schemas-microsoft-com:vml"><w:body>%s</w:body></w:document>"""


def worded(inside: str, **parts: str) -> Document:
    return read("a.docx", word(**{"word/document.xml": BODY % inside, **parts}))


def test_deletions_are_not_read_and_insertions_are() -> None:
    found = worded(
        "<w:p><w:r><w:t xml:space='preserve'>The Employer shall </w:t></w:r>"
        "<w:del><w:r><w:delText>not </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>always </w:t></w:r></w:ins><w:r><w:t>pay.</w:t></w:r></w:p>"
        "<w:ins><w:p><w:r><w:t>New.</w:t></w:r></w:p></w:ins>"
    )
    assert texts(found) == ["The Employer shall always pay.", "New."]
    assert any("tracked changes" in note for note in found.notes)


def test_hidden_words_and_words_in_boxes_and_controls_are_read() -> None:
    box = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>In a "
        "box.</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        "<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    control = "<w:sdt><w:sdtContent><w:p><w:r><w:t>Chosen.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    hidden = (
        "<w:p><w:r><w:t xml:space='preserve'>Seen. </w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr>"
        "<w:t>The fee is deducted.</w:t></w:r></w:p>"
    )
    found = worded(box + control + hidden)
    assert texts(found) == ["In a box.", "Chosen.", "Seen. The fee is deducted."]
    assert [note for note in found.notes if "hides words" in note]


def test_a_table_in_a_cell_and_a_frame_of_one_column_are_read() -> None:
    def cell(inside: str) -> str:
        return f"<w:tc>{inside}</w:tc>"

    def line(text: str) -> str:
        return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"

    inner = f"<w:tbl><w:tr>{cell(line('Visa'))}{cell(line('Worker'))}</w:tr></w:tbl>"
    framed = f"<w:tbl><w:tr>{cell(line('First.') + line('Second.') + inner)}</w:tr></w:tbl>"
    assert texts(worded(framed)) == ["First.", "Second.", "Visa | Worker"]


def test_hostile_word_files_are_one_sentence() -> None:
    swollen = io.BytesIO()
    with zipfile.ZipFile(swollen, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"\x00" * (65 * 2**20))
    with pytest.raises(ComityError, match="unpacks to far more"):
        read("a.docx", swollen.getvalue())
    with pytest.raises(ComityError, match="holds macros"):
        read("a.docm", word())
    with pytest.raises(ComityError, match="holds macros"):
        read("a.docx", word(**{"word/vbaProject.bin": "x"}))
    deep = "<w:sdt>" * 3000 + "</w:sdt>" * 3000
    assert worded(deep).trouble
    entity = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    external = (BODY % "<w:p><w:r><w:t>A &e; clause.</w:t></w:r></w:p>").replace(
        "?>", f"?>{entity}", 1
    )
    assert texts(read("a.docx", word(**{"word/document.xml": external}))) == ["A clause."]
    for cut in (100, 2000, 20_000):
        assert read("a.docx", word()[:cut]).trouble
    sealed = b"\xd0\xcf\x11\xe0" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert "password" in read("a.docx", sealed).trouble


def test_an_empty_paper_and_one_of_pictures_are_said() -> None:
    assert "holds no text" in worded("<w:p/>").trouble
    scan = "<w:p><w:r><w:pict><v:imagedata/></w:pict></w:r></w:p>"
    assert "pictures and no text" in worded(scan).trouble


@pytest.mark.parametrize("name", ["contract.docx", "contract.pdf"])
def test_a_text_under_another_name_is_read_as_a_text(name: str) -> None:
    found = read(name, "The wage is 900 € a month.".encode())
    assert not found.trouble
    assert [block.text for block in found.blocks] == ["The wage is 900 € a month."]
    assert read(name, b"\x01\x02\x03 nothing").trouble
