"""Paper in both languages: data and a template of `campaigns/typst/` in, bytes of a PDF out.

What people wrote comes in as data (one JSON text), never as markup, and nothing is kept on disk or in a cache: what was
taken down is on no paper that is drawn after it.
"""

import json
import re
from functools import cache
from pathlib import Path

import qrcode
import typst
from django.utils.formats import date_format
from django.utils.translation import override
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathImage

TEMPLATES = Path(__file__).resolve().parent.parent / "typst"
LANGUAGES = ("kk", "ru")
# Marks that turn the direction of letters: a document must not read otherwise than what was written.
TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
UNBROKEN = re.compile(r"(\S{24})(?=\S{4})")


def said(words):
    """{"kk": …, "ru": …} of a function that says something in the active language."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = words()
    return found


def texts(row, name):
    """What stands in the two columns of a translated field."""
    return {language: getattr(row, f"{name}_{language}") for language in LANGUAGES}


def named(row):
    return texts(row, "name")


def day(date):
    """A date in its official long form, in the active language; it stands on one line."""
    return date_format(date, "DATE_FORMAT").replace(" ", "\u00a0")


def code_of(text):
    """A QR code as SVG."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=2)
    code.add_data(text)
    return code.make_image(image_factory=SvgPathImage).to_string().decode()


@cache
def fonts():
    """Those inside typst alone: the same paper on every machine. Libertinus Serif has all Kazakh letters."""
    return typst.Fonts(include_system_fonts=False)


def drawn(template, data):
    """Bytes of a PDF: tagged, and by PDF/UA-1 where the font has every sign that people typed (no emoji, say)."""
    files = {f"{path.stem}.typ": path.read_bytes() for path in TEMPLATES.glob("*.typ")}
    files["main.typ"] = f'#import "{template}.typ": paper\n#paper(json("data.json"))'.encode()
    files["data.json"] = json.dumps(printable(data), ensure_ascii=False).encode()
    try:
        return typst.Compiler(files, font_paths=fonts()).compile(format="pdf", pdf_standards="ua-1")
    except typst.TypstError:
        return typst.Compiler(files, font_paths=fonts()).compile(format="pdf")


# What is no text for the eye.
RAW = ("photo", "pages", "addresses")


def printable(value):
    """The data without marks that turn letters; very long words may break."""
    if isinstance(value, dict):
        return {name: one if name in RAW else printable(one) for name, one in value.items()}
    if isinstance(value, list):
        return [printable(one) for one in value]
    return UNBROKEN.sub("\\1\u200b", value.translate(TURNING)) if isinstance(value, str) else value
