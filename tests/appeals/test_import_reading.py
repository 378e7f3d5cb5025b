"""From bytes to text: encodings, Word documents, and every refusal."""

import io
import random
import struct
import zipfile

import pytest
from django.utils import translation
from django.utils.functional import Promise
from hypothesis import given
from hypothesis import strategies as st

from appeals.importing import MAX_BYTES, DocumentError, ParsedDocument, archive, read_document
from federation.blocks import Kind, parse
from federation.parity import compare

from . import lookalike
from .docx import (
    CONTENT_TYPES,
    PACKAGE,
    W,
    document,
    docx,
    paragraph,
    relationship,
    relationships,
    run,
    table,
)

KK = "Біз барлық кәсіподақ мүшелерін қауіпсіз еңбек үшін бірігуге шақырамыз."
RU = "Мы зовём всех членов профсоюза объединиться ради безопасного труда."


def refusal(name, data):
    """The code of the refusal; its message must be a sentence in both languages of the portal."""
    with pytest.raises(DocumentError) as caught:
        read_document(name, data)
    for language in ("en", "kk", "ru"):
        with translation.override(language):
            assert str(caught.value).endswith(".")
    return caught.value.code


def messages(document):
    with translation.override("en"):
        return [str(note) for note in document.notes]


class TestEncodings:
    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "kz1048"]
    )
    def test_kazakh_and_russian(self, encoding):
        text = f"{KK}\n\n{RU}".replace("−", "–")
        found = read_document("text.txt", text.encode(encoding))
        assert found.body_kk == f"<p>{KK}</p>"
        assert found.body_ru == f"<p>{RU}</p>"

    def test_utf_16_with_marks_in_both_orders(self):
        for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
            assert read_document("a.txt", mark + RU.encode(encoding)).body_ru == f"<p>{RU}</p>"

    def test_windows_1251(self):
        text = f"«{RU}» – № 5"
        assert read_document("a.txt", text.encode("windows-1251")).body_ru == f"<p>{text}</p>"

    def test_whole_appeal_in_utf_16(self):
        assert read_document("a.txt", lookalike.APPEAL.encode("utf-16")) == read_document(
            "a.txt", lookalike.APPEAL.encode()
        )

    @pytest.mark.parametrize("encoding", ["koi8-r", "cp866", "mac-cyrillic", "iso8859-5"])
    def test_other_code_pages_are_not_guessed(self, encoding):
        assert refusal("a.txt", (RU + "\n" + RU).encode(encoding)) == "encoding"

    def test_broken_utf_16(self):
        assert refusal("a.txt", b"\xff\xfe" + RU.encode("utf-16-le") + b"\x00\xd8") == "encoding"

    @pytest.mark.parametrize("wrong", ["windows-1251", "latin-1"])
    @pytest.mark.parametrize("text", [KK, RU])
    def test_garbled_letters(self, text, wrong):
        garbled = text.encode().decode(wrong, "ignore")
        assert refusal("a.txt", garbled.encode()) == "mojibake"

    def test_letters_lost_in_an_encoding_without_kazakh(self):
        assert refusal("a.txt", KK.encode("windows-1251", "replace")) == "lost-letters"

    def test_questions_are_no_lost_letters(self):
        assert read_document("a.txt", f"Кто? Где? Когда? {RU}".encode()).languages == ("ru",)


class TestRefusedFiles:
    @pytest.mark.parametrize("data", [b"", b"\n \t\r\n", "\ufeff\u00a0\u200b\n".encode()])
    def test_empty(self, data):
        assert refusal("a.txt", data) == "empty"

    def test_empty_word_document(self):
        assert refusal("a.docx", docx(paragraph(), paragraph("\u00a0"))) == "empty"

    def test_size(self):
        line = (RU + "\n").encode()
        data = line * (MAX_BYTES // len(line) + 1)
        assert refusal("a.txt", data) == "too-large"

    def test_length(self):
        assert refusal("a.txt", (RU + "\n").encode() * 40_000) == "too-long"

    def test_binary(self):
        assert refusal("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4) == "binary"

    @pytest.mark.parametrize("name", ["a.doc", "a.txt", "a.docx"])
    def test_old_word(self, name):
        assert refusal(name, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == "format"

    def test_password(self):
        data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
        assert refusal("a.docx", data) == "encrypted"

    @pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"\n%PDF-1.4", b"{\\rtf1\\ansi"])
    def test_other_formats_under_any_name(self, data):
        assert {refusal(name, data) for name in ("a.txt", "a.docx", "a.pdf", "a.rtf")} == {"format"}

    @pytest.mark.parametrize("name", ["a.odt", "a.html", "a", "", "txt"])
    def test_extension(self, name):
        assert refusal(name, RU.encode()) == "extension"

    def test_text_under_the_name_of_a_word_document(self):
        assert refusal("a.docx", RU.encode()) == "damaged"

    @pytest.mark.parametrize("text", ["Workers of the plant met on Monday.", "12 345", "* * *"])
    def test_no_known_language(self, text):
        assert refusal("a.txt", text.encode()) == "language"

    def test_capital_extension(self):
        assert read_document("ТЕКСТ.TXT", RU.encode()).languages == ("ru",)

    def test_the_message_is_translated_when_it_is_shown(self):
        with pytest.raises(DocumentError) as caught:
            read_document("a.txt", b"")
        assert isinstance(caught.value.message, Promise)


class TestWord:
    def test_appeal(self):
        def paragraphs(text):
            return [paragraph(line) for line in text.split("\n")]

        document = read_document("a.docx", docx(*paragraphs(lookalike.APPEAL)))
        assert document == read_document("a.txt", lookalike.APPEAL.encode())

    def test_styles(self):
        body = docx(
            paragraph("Обращение", style="T"),
            paragraph(RU),
            paragraph("Задачи", style="H1"),
            paragraph("первая", numbering=1),
            paragraph("вторая", numbering=1),
            paragraph("Порядок", style="H2"),
            paragraph("раз", numbering=2),
            paragraph("два", numbering=2),
            paragraph(RU, style="Q"),
        )
        assert read_document("a.docx", body).body_ru == (
            f"<p>{RU}</p><h2>Задачи</h2><ul><li>первая</li><li>вторая</li></ul>"
            f"<h3>Порядок</h3><ol><li>раз</li><li>два</li></ol><blockquote><p>{RU}</p></blockquote>"
        )

    def test_bullets_typed_by_hand(self):
        body = docx(paragraph("Задачи", style="T"), paragraph(RU), paragraph("· раз"), paragraph("·\tдва"))
        assert read_document("a.docx", body).body_ru == f"<p>{RU}</p><ul><li>раз</li><li>два</li></ul>"

    def test_bold_and_centred_title_on_three_lines(self):
        title = [paragraph(line, bold=True, centred=True) for line in ("Заявление", "Федерации", "О труде")]
        document = read_document(
            "a.docx", docx(*title, paragraph(RU), paragraph("и слова", bold=True), paragraph(RU))
        )
        assert document.title_ru == "Заявление Федерации О труде"
        assert document.suggested_kind == "statement"

    def test_line_breaks_end_a_line(self):
        body = docx(paragraph("ЗАЯВЛЕНИЕ\nФедерации профсоюзов", centred=True), paragraph(f"{RU}\n{RU}"))
        document = read_document("a.docx", body)
        assert document.title_ru == "ЗАЯВЛЕНИЕ Федерации профсоюзов"
        assert document.body_ru == f"<p>{RU}</p>" * 2

    def test_marks_and_links(self):
        link = f'<w:hyperlink r:id="r1">{run("сайте")}</w:hyperlink>'
        rels = relationships(
            '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"'
            ' Target="https://example.org/" TargetMode="External"/>'
        )
        body = docx(
            paragraph(RU + " ", inner=run("важно", bold=True) + run(" на ") + link),
            parts={"word/_rels/document.xml.rels": rels},
        )
        assert read_document("a.docx", body).body_ru == (
            f'<p>{RU} <strong>важно</strong> на <a href="https://example.org/">сайте</a></p>'
        )

    def test_markup_in_the_text_is_text(self):
        assert "&lt;script&gt;" in read_document("a.docx", docx(paragraph(f"{RU} <script>&"))).body_ru

    def test_footnotes_stay_with_their_language(self):
        def reference(number):
            return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'

        notes = "".join(
            f'<w:footnote w:id="{number}">{paragraph(text)}</w:footnote>'
            for number, text in ((1, "Заң 12-бап."), (2, "Закон, статья 12."))
        )
        body = docx(
            paragraph("Үндеу", style="T"),
            paragraph(KK, inner=reference(1)),
            paragraph("Обращение", style="T"),
            paragraph(RU, inner=reference(2)),
            parts={
                "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}">{notes}</w:footnotes>',
                "word/_rels/document.xml.rels": relationships(relationship("footnotes", "footnotes.xml")),
            },
        )
        document = read_document("a.docx", body)
        assert document.body_kk == f"<p>{KK}[1]</p><p>[1] Заң 12-бап.</p>"
        assert document.body_ru == f"<p>{RU}[1]</p><p>[1] Закон, статья 12.</p>"

    def test_footnotes_in_the_cells_of_two_columns(self):
        def cell(text, number):
            return [paragraph(text, inner=f'<w:r><w:footnoteReference w:id="{number}"/></w:r>')]

        notes = "".join(
            f'<w:footnote w:id="{number}">{paragraph(text)}</w:footnote>'
            for number, text in ((1, "Заң 12-бап."), (2, "Закон, статья 12."))
        )
        parts = {
            "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}">{notes}</w:footnotes>',
            "word/_rels/document.xml.rels": relationships(relationship("footnotes", "footnotes.xml")),
        }
        document = read_document("a.docx", docx(table((cell(KK, 1), cell(RU, 2))), parts=parts))
        assert document.body_kk == f"<p>{KK}[1]</p><p>[1] Заң 12-бап.</p>"
        assert document.body_ru == f"<p>{RU}[1]</p><p>[1] Закон, статья 12.</p>"

    def test_marks_that_combine_with_markup(self):
        assert "\u0338" in read_document("a.docx", docx(paragraph("\u0338" + RU))).body_ru

    def test_a_footnote_on_an_empty_line(self):
        reference = '<w:r><w:footnoteReference w:id="1"/></w:r>'
        notes = f'<w:footnote w:id="1">{paragraph("Закон.")}</w:footnote>'
        parts = {
            "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}">{notes}</w:footnotes>',
            "word/_rels/document.xml.rels": relationships(relationship("footnotes", "footnotes.xml")),
        }
        for body in (
            [paragraph(inner=reference), paragraph(RU)],
            [paragraph("Встреча"), paragraph(inner=reference), paragraph(RU)],
            [paragraph(RU), paragraph(inner=reference)],
        ):
            document = read_document("a.docx", docx(*body, parts=parts))
            assert document.body_ru.endswith("<p>[1] Закон.</p>")
            assert document.body_ru.count("[1]") == 2

    def test_text_boxes_are_read(self):
        content = f"<w:txbxContent>{paragraph(KK)}</w:txbxContent>"
        box = f"<w:r><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></w:r>"
        document = read_document("a.docx", docx(paragraph(RU, inner=box), paragraph(KK), paragraph(KK)))
        assert KK in document.body_kk

    def test_text_box_written_for_new_and_old_programs_stands_once(self):
        content = f"<w:txbxContent>{paragraph(KK)}</w:txbxContent>"
        box = (
            "<w:r><mc:AlternateContent>"
            f'<mc:Choice Requires="wps"><w:drawing>{content}</w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        )
        document = read_document("a.docx", docx(paragraph(RU), paragraph(RU, inner=box)))
        assert (document.body_kk + document.body_ru).count(KK) == 1
        assert not any("may be missing" in message for message in messages(document))

    def test_numbered_list_that_is_interrupted_is_told(self):
        items = [paragraph("раз", numbering=2), paragraph(RU), paragraph("два", numbering=2)]
        document = read_document("a.docx", docx(paragraph("Порядок", style="T"), paragraph(RU), *items))
        assert any("more than one numbered list" in message for message in messages(document))

    def test_pictures_are_counted_and_left_out(self):
        drawing = (
            '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="p1"/>'
            "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
        rels = relationships(
            '<Relationship Id="p1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"'
            ' Target="media/1.png"/>'
        )
        body = docx(
            paragraph(RU, inner=drawing * 2),
            parts={"word/_rels/document.xml.rels": rels, "word/media/1.png": b"\x89PNG"},
        )
        document = read_document("a.docx", body)
        assert document.body_ru == f"<p>{RU}</p>"
        assert "2 pictures of the document were left out." in messages(document)

    def test_moved_text_stands_once(self):
        moved = f"<w:moveFrom>{run('прежде')}</w:moveFrom><w:moveTo>{run('прежде')}</w:moveTo>"
        assert read_document("a.docx", docx(paragraph(RU, inner=moved))).body_ru == f"<p>{RU}прежде</p>"

    def test_what_is_not_taken_is_told(self):
        math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
        formula = f'<m:oMath xmlns:m="{math}"><m:r><m:t>x = 1</m:t></m:r></m:oMath>'
        deleted = f"<w:del><w:r><w:delText>старое</w:delText></w:r></w:del>{formula}"
        body = docx(
            paragraph(RU, inner=deleted),
            parts={"word/header1.xml": f'<w:hdr xmlns:w="{W}">{paragraph("Бланк")}</w:hdr>'},
        )
        document = read_document("a.docx", body)
        notes = " ".join(messages(document))
        assert document.body_ru == f"<p>{RU}</p>"
        assert "tracked changes" in notes
        assert "headers and footers" in notes
        assert "may be missing" in notes


class TestTables:
    def test_one_row_with_everything(self):
        document = read_document("a.docx", docx(table((lookalike.KAZAKH, lookalike.RUSSIAN))))
        assert document == read_document("a.txt", lookalike.APPEAL.encode())

    def test_a_row_for_each_block(self):
        rows = zip(lookalike.BODY_KK.splitlines(), lookalike.BODY_RU.splitlines(), strict=True)
        document = read_document(
            "a.docx",
            docx(
                table(
                    ("Қазақша", "На русском языке"),
                    (lookalike.TITLE_KK, lookalike.TITLE_RU),
                    *rows,
                    (lookalike.ADOPTION_KK, lookalike.ADOPTION_RU),
                )
            ),
        )
        assert (document.title_kk, document.title_ru) == (lookalike.TITLE_KK, lookalike.TITLE_RU)
        assert len(compare(document.body_kk, document.body_ru).rows) == 18
        assert not any(row.problems for row in compare(document.body_kk, document.body_ru).rows)
        assert document.adoption.body == "general-council"

    def test_russian_on_the_left(self):
        document = read_document("a.docx", docx(table((lookalike.RUSSIAN, lookalike.KAZAKH))))
        assert document.languages == ("ru", "kk")
        assert len(parse(document.body_kk)) == len(parse(document.body_ru)) == 18

    def test_short_cells_go_by_their_column(self):
        document = read_document(
            "a.docx", docx(table((KK, RU), ("2024", "2024"), ("Астана", "Астана"), (KK, RU)))
        )
        assert [block.text for block in parse(document.body_kk)] == [KK, "2024", "Астана", KK]
        assert [block.text for block in parse(document.body_ru)] == [RU, "2024", "Астана", RU]

    def test_data_stays_a_table(self):
        data = table(("Өңір / Регион", "2023"), ("Абай", "15"))
        document = read_document(
            "a.docx", docx(paragraph("Итоги", style="T"), paragraph(RU), data, paragraph(RU))
        )
        blocks = parse(document.body_ru)
        assert [block.kind for block in blocks] == [Kind.PARAGRAPH, *[Kind.TABLE_ROW] * 2, Kind.PARAGRAPH]
        assert [cell.text for cell in blocks[2].cells] == ["Абай", "15"]

    def test_glossary_in_a_longer_text_stays_a_table(self):
        glossary = table(("Бас кеңестің шешімі", "решение Генерального Совета"))
        document = read_document(
            "a.docx", docx(paragraph("Словарь", style="T"), paragraph(RU), paragraph(RU), glossary)
        )
        assert document.languages == ("ru",)
        assert document.body_ru.endswith("</table>")

    def test_data_table_in_a_column(self):
        def cell(text, number):
            return [paragraph(text), table(("А", number)), paragraph(text)]

        document = read_document("a.docx", docx(table((cell(KK, "15"), cell(RU, "15")))))
        for html in (document.body_kk, document.body_ru):
            assert [block.kind for block in parse(html)] == [Kind.PARAGRAPH, Kind.TABLE_ROW, Kind.PARAGRAPH]

    def test_frame_of_one_cell_opens(self):
        assert read_document("a.docx", docx(table((f"{RU}\n{RU}",)))).body_ru == f"<p>{RU}</p>" * 2


def zipped(**entries):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in entries.items():
            target.writestr(name, content)
    return buffer.getvalue()


class TestUnsafeArchives:
    def test_bomb_by_ratio(self):
        data = docx(paragraph(RU), parts={"word/media/1.bin": bytes(30 * 1024 * 1024)})
        assert len(data) < 100_000
        assert refusal("a.docx", data) == "zip-bomb"

    def test_bomb_of_xml(self):
        filler = "".join(f"<w:p><w:r><w:t>{number * 7919}</w:t></w:r></w:p>" for number in range(500_000))
        assert refusal("a.docx", docx(paragraph(RU), filler)) == "zip-bomb"

    def test_bomb_of_elements(self):
        noise = random.Random(1).randbytes(200_000)
        data = docx("<w:p/>" * (archive.MAX_ELEMENTS + 1), parts={"word/media/1.png": noise})
        assert refusal("a.docx", data) == "zip-bomb"

    def test_too_many_entries(self):
        parts = {f"word/media/{number}": b"" for number in range(archive.MAX_ENTRIES)}
        assert refusal("a.docx", docx(paragraph(RU), parts=parts)) == "zip-bomb"

    def test_bomb_inside(self):
        inner = zipped(**{"1.bin": bytes(20 * 1024 * 1024)})
        assert refusal("a.docx", docx(paragraph(RU), parts={"word/media/1.zip": inner})) == "zip-bomb"

    def test_archives_without_end(self):
        inner = b"text"
        for _level in range(5):
            inner = zipped(**{"1.zip": inner})
        assert refusal("a.docx", docx(paragraph(RU), parts={"word/media/1.zip": inner})) == "zip-bomb"

    def test_directory_that_lies_about_the_size(self):
        data = bytearray(docx(paragraph(RU), parts={"word/media/1.bin": bytes(3 * 1024 * 1024)}))
        real = struct.pack("<I", 3 * 1024 * 1024)
        assert data.count(real) >= 1
        data = bytes(data).replace(real, struct.pack("<I", 10))
        assert refusal("a.docx", data) in ("zip-bomb", "damaged")

    def test_entities(self):
        bomb = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + document(paragraph(RU))
        assert refusal("a.docx", docx(parts={"word/document.xml": bomb})) == "xml-entities"

    def test_entities_in_a_part_with_another_name(self):
        rels = relationships(relationship("officeDocument", "word/document.dat"))
        data = docx(parts={"_rels/.rels": rels, "word/document.dat": "<!DOCTYPE d [<!ENTITY a 'a'>]><d/>"})
        assert refusal("a.docx", data) == "damaged"

    def test_depth(self):
        deep = "<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000
        assert refusal("a.docx", docx(paragraph(RU), deep)) == "damaged"

    def test_macros_by_part(self):
        assert refusal("a.docx", docx(paragraph(RU), parts={"word/vbaProject.bin": b"x"})) == "macros"

    def test_macros_by_content_type(self):
        types = CONTENT_TYPES.replace("openxmlformats-officedocument.wordprocessingml.document.main",
                                      "ms-word.document.macroEnabled.main")  # fmt: skip
        assert refusal("a.docx", docx(paragraph(RU), parts={"[Content_Types].xml": types})) == "macros"

    def test_macros_by_name(self):
        assert refusal("a.docm", RU.encode()) == "macros"

    @pytest.mark.parametrize(
        ("kind", "external"),
        [("attachedTemplate", True), ("attachedTemplate", False), ("image", True), ("oleObject", False),
         ("oleObject", True), ("subDocument", True), ("frame", True)],
    )  # fmt: skip
    def test_external(self, kind, external):
        rels = relationships(relationship(kind, "https://example.org/x", external=external))
        assert (
            refusal("a.docx", docx(paragraph(RU), parts={"word/_rels/document.xml.rels": rels})) == "external"
        )
        assert (
            refusal("a.docx", docx(paragraph(RU), parts={"word/_rels/settings.xml.rels": rels})) == "external"
        )

    def test_encrypted_entry(self):
        data = bytearray(docx(paragraph(RU)))
        start = data.index(b"PK\x01\x02")
        data[start + 8] |= 1
        assert refusal("a.docx", bytes(data)) == "encrypted"

    def test_no_word_document(self):
        assert refusal("a.docx", zipped(**{"xl/workbook.xml": "<a/>"})) == "not-word"
        assert refusal("a.txt", zipped(**{"text.txt": RU})) == "not-word"

    def test_damaged(self):
        data = docx(paragraph(RU))
        assert refusal("a.docx", data[: len(data) // 2]) == "damaged"
        assert refusal("a.docx", docx(parts={"word/document.xml": "<w:document"})) == "damaged"
        assert refusal("a.docx", docx(parts={"word/document.xml": None})) == "damaged"

    def test_not_xml_at_all(self):
        types = f'<Types xmlns="{PACKAGE}/content-types"/>'
        data = docx(parts={"[Content_Types].xml": types, "word/document.xml": "<html>text</html>"})
        assert refusal("a.docx", data) == "damaged"

    def test_two_entries_of_one_name(self):
        buffer = io.BytesIO(docx(paragraph(RU)))
        with zipfile.ZipFile(buffer, "a") as target, pytest.warns(UserWarning, match="Duplicate"):
            target.writestr("word/document.xml", document(paragraph(KK)))
        assert refusal("a.docx", buffer.getvalue()) == "damaged"


NAMES = st.sampled_from(["a.txt", "a.docx"])


@given(NAMES, st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode)))
def test_any_bytes(name, data):
    assert document_or_refusal(name, data)


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_any_broken_word_document(position, value):
    data = bytearray(docx(paragraph(RU), paragraph(KK), table((RU, KK))))
    data[position % len(data)] = value
    assert document_or_refusal("a.docx", bytes(data))


@given(
    st.sampled_from(["utf-16-le", "utf-16-be", "windows-1251", "kz1048", "koi8-r", "cp866"]),
    st.text(max_size=200),
)
def test_any_text_in_any_encoding(encoding, text):
    assert document_or_refusal("a.txt", text.encode(encoding, "replace"))


def document_or_refusal(name, data):
    try:
        return isinstance(read_document(name, data), ParsedDocument)
    except DocumentError as error:
        return bool(error.code) and bool(str(error))
