"""What staff upload to a publication: checked by content, photos made fit for readers.

A photo loses its EXIF data (place, device, owner) and is drawn anew at a size that a phone can load.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
LONGEST_SIDE = 1600  # pixels: sharp on a phone and on paper, and light on a poor network

PHOTOS = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png"), "WEBP": ("image/webp", ".webp")}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OFFICE = {"word/document.xml": (WORD, ".docx"), "xl/workbook.xml": (EXCEL, ".xlsx")}


@dataclass(frozen=True)
class Upload:
    """A file that may be kept: its content and what a row of `Attachment` says about it."""

    content: ContentFile
    name: str
    content_type: str
    image: bool = False
    width: int | None = None
    height: int | None = None


def accept(upload):
    """Checks an UploadedFile by what it holds, not by what it is called, and returns an `Upload`.

    Raises ValidationError with a sentence for the person, of code "kind" where no such file is taken. Stores nothing.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(_("The file is larger than 10 MB."))
    data = upload.read()
    upload.seek(0)
    if not data:
        raise ValidationError(_("The file is empty."))
    if data.startswith(b"%PDF-"):
        return _document(upload.name, data, "application/pdf", ".pdf")
    if data.startswith(b"PK\x03\x04"):
        return _office(upload.name, data)
    return _photo(upload.name, data)


def _document(name, data, content_type, suffix):
    return Upload(ContentFile(data), _name(name, suffix), content_type)


def _office(name, data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = set(archive.namelist())
    except Exception as error:  # a broken archive raises whatever its bytes lead to
        raise ValidationError(_("The file is damaged.")) from error
    if any(member.endswith("vbaProject.bin") for member in members):
        raise ValidationError(_("The file holds macros. Save it as an ordinary document."))
    for member, (content_type, suffix) in OFFICE.items():
        if member in members and "[Content_Types].xml" in members:
            return _document(name, data, content_type, suffix)
    raise _unknown()


def _photo(name, data):
    too_large = ValidationError(_("The photo is too large: at most 50 megapixels."))
    try:
        with Image.open(io.BytesIO(data), formats=list(PHOTOS)) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise too_large
            kind = opened.format
            image = ImageOps.exif_transpose(opened)
            # Colours that readers' browsers know; transparency stays where the format has it.
            clear = kind != "JPEG" and opened.has_transparency_data
            image = image.convert("RGBA" if clear else "RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_large from error
    except UnidentifiedImageError as error:
        raise _unknown() from error
    except ValidationError:
        raise
    except Exception as error:  # a broken photo raises whatever its bytes lead to
        raise ValidationError(_("The photo is damaged.")) from error
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    image.info = {}  # no EXIF, no comments, no profile of a camera
    out = io.BytesIO()
    image.save(out, kind, **({"optimize": True} if kind == "PNG" else {"quality": 85}))
    content_type, suffix = PHOTOS[kind]
    return Upload(
        ContentFile(out.getvalue()), _name(name, suffix), content_type, True, image.width, image.height
    )


def _unknown():
    return ValidationError(
        _("This kind of file is not accepted. Photos: JPEG, PNG, WebP. Documents: PDF, DOCX, XLSX."),
        code="kind",
    )


def _name(name, suffix):
    """The file's own name as readers will see it, with the extension that its content deserves."""
    stem = re.sub(r"[\x00-\x1f\"\\/]+", " ", PurePath(name).stem).strip() or "file"
    return stem[:150] + suffix
