"""Uploads are judged by what they hold; photos are drawn anew."""

import contextlib
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image

from appeals import attachments


def drawn(kind="JPEG", size=(80, 40), mode="RGB", colour="teal", **options):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def zipped(*members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for member in members:
            archive.writestr(member, "<x/>")
    return out.getvalue()


def accept(data, name="file.bin"):
    return attachments.accept(SimpleUploadedFile(name, data))


@pytest.mark.parametrize(
    ("kind", "mode", "colour"),
    [("JPEG", "RGB", "teal"), ("JPEG", "L", 90), ("JPEG", "CMYK", (9, 9, 9, 9)), ("PNG", "RGBA", (1, 2, 3, 4)),
     ("PNG", "P", 3), ("PNG", "1", 1), ("WEBP", "RGB", "teal")],
)  # fmt: skip
def test_photos_of_all_kinds_are_kept_without_their_data(kind, mode, colour):
    exif = Image.Exif()
    exif[0x010E] = "Түсірген: құпия"
    kept = accept(drawn(kind, mode=mode, colour=colour, exif=exif), "кездесу.HEIC")
    image = Image.open(kept.content)
    assert image.format == kind
    assert not image.getexif()
    assert "құпия".encode() not in kept.content.file.getvalue()
    assert (kept.image, kept.width, kept.height) == (True, 80, 40)
    assert kept.name == "кездесу" + attachments.PHOTOS[kind][1]


def test_a_photo_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    assert (accept(drawn(exif=exif)).width, accept(drawn(exif=exif)).height) == (40, 80)


def test_a_transparent_picture_stays_transparent():
    kept = accept(drawn("PNG", mode="RGBA", colour=(10, 20, 30, 0)))
    assert Image.open(kept.content).getpixel((0, 0))[3] == 0


def test_a_large_photo_becomes_small_enough_for_a_phone():
    kept = accept(drawn(size=(5000, 2500)))
    assert (kept.width, kept.height) == (1600, 800)


@pytest.mark.parametrize(
    ("members", "suffix"),
    [
        (("[Content_Types].xml", "word/document.xml"), ".docx"),
        (("[Content_Types].xml", "xl/workbook.xml"), ".xlsx"),
    ],
)
def test_office_documents_are_known_by_what_is_inside(members, suffix):
    kept = accept(zipped(*members), "Есеп.zip")
    assert (kept.name, kept.image) == (f"Есеп{suffix}", False)


def test_a_pdf_is_kept_as_it_is():
    data = b"%PDF-1.7 ..."
    kept = accept(data, "../../бұйрық.PDF")
    assert (kept.name, kept.content_type, kept.content.read()) == ("бұйрық.pdf", "application/pdf", data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
        b"GIF89a",
        drawn()[:200],
        b"PK\x03\x04 broken",
        zipped("any.txt"),
        zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        drawn("PNG", size=(10_000, 6_000), mode="1", colour=1),
    ],
    ids=["empty", "svg", "gif", "cut off", "no zip", "other zip", "macros", "too many pixels"],
)
def test_everything_else_is_refused_with_a_sentence(data):
    with pytest.raises(ValidationError) as refusal:
        accept(data)
    assert refusal.value.messages[0]


def test_a_file_over_ten_megabytes_is_refused():
    with pytest.raises(ValidationError):
        accept(b"%PDF-" + b"0" * attachments.MAX_BYTES)


def test_a_zip_of_a_later_version_is_damaged():
    head = b"PK\x01\x02\x14\x03"  # the next byte is the version that is needed to unpack
    data = zipped("[Content_Types].xml", "word/document.xml").replace(head + b"\x14", head + b"\xff")
    with pytest.raises(NotImplementedError):
        zipfile.ZipFile(io.BytesIO(data))
    with translation.override("en"), pytest.raises(ValidationError, match="damaged"):
        accept(data)


@pytest.mark.parametrize("error", [TypeError, KeyError, EOFError, NotImplementedError])
def test_whatever_stops_the_reading_of_a_photo_means_damage(monkeypatch, error):
    def fail(image):
        raise error

    monkeypatch.setattr(attachments.ImageOps, "exif_transpose", fail)
    with translation.override("en"), pytest.raises(ValidationError, match="damaged"):
        accept(drawn("WEBP"))


def test_broken_exif_stops_nothing_but_the_photo():
    exif = Image.Exif()
    exif[0x0112] = 6
    data = drawn("WEBP", exif=exif)
    for position in range(data.index(b"EXIF"), len(data)):
        for byte in (0, 255):
            with contextlib.suppress(ValidationError):
                accept(data[:position] + bytes([byte]) + data[position + 1 :])
