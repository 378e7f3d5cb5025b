"""From the bytes of an uploaded file to text or HTML, and every refusal that the bytes alone justify."""

import re

from django.utils.translation import gettext_lazy as _

from . import archive
from .errors import DocumentError
from .lines import from_text
from .markup import from_html

MAX_BYTES = 20 * 1024 * 1024
# A book has a million characters; whatever is longer is no publication and only costs time.
MAX_CHARACTERS = 2_000_000

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EMPTY_ZIP = b"PK\x05\x06"
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
# What a question mark in the middle of a Cyrillic word means: a letter that the encoding did not have.
_LOST = re.compile(r"[Ѐ-ӿ]\?[Ѐ-ӿ]")
# The letters that make a third of any Russian or Kazakh text; other code pages read as 1251 miss them.
_FREQUENT = frozenset("аеионтрсл")
_OTHER_1251 = re.compile("[ЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЄЇІіґєјЅѕї]")
_KAZAKH = frozenset("ӘҒҚҢӨҰҮҺІәғқңөұүһі")


def read_lines(name, data):
    """The lines of an uploaded file.

    name: the file's name, of which only the extension counts; data: its bytes.
    Returns (lines, notes): a list of `Line`, and a list of lazy messages on what was left out.
    Raises DocumentError for whatever is not a readable .txt or .docx; reads nothing but `data`.
    """
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if not data:
        raise DocumentError("empty", _("The file is empty. Choose the file that holds the text."))
    if len(data) > MAX_BYTES:
        raise DocumentError(
            "too-large", _("The file is larger than 20 MB. Take the pictures out of it and try again.")
        )
    _refuse_other_formats(extension, data)
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        html, notes = archive.read_docx(data)
        lines = from_html(html)
    elif extension == "docx":
        raise DocumentError(
            "damaged", _("The file is named .docx but is no Word document. Save it again in Word as .docx.")
        )
    else:
        text = decode(data)
        if len(text) > 2 * MAX_CHARACTERS:  # before the work of taking it apart; half may be white space
            raise _too_long()
        lines, notes = from_text(text), []
    if sum(len(line.text) for line in lines) > MAX_CHARACTERS:
        raise _too_long()
    if not any(line.text for line in lines):
        raise DocumentError("empty", _("There is no text in the file. Choose the file that holds the text."))
    return lines, notes


def _refuse_other_formats(extension, data):
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise DocumentError(
                "encrypted",
                _("The document is protected with a password. Take the password off and save it."),
            )
        raise DocumentError(
            "format", _("This is an old Word document. Open it in Word and save it as .docx.")
        )
    if data[:1024].lstrip().startswith(b"%PDF"):
        raise DocumentError("format", _("This is a PDF. Open the original in Word and save it as .docx."))
    if data.startswith(b"{\\rtf"):
        raise DocumentError("format", _("This is an RTF file. Open it in Word and save it as .docx."))
    if extension in ("docm", "dotm"):
        raise DocumentError("macros", archive.MACROS)
    if extension not in ("txt", "docx"):
        raise DocumentError(
            "extension",
            _("Only .txt and .docx files can be read. Open the document in Word and save it as .docx."),
        )


def decode(data):
    """The text in the bytes of a plain text file.

    UTF-8 and UTF-16 with and without a byte-order mark, Windows-1251, and KZ-1048, its Kazakh sister.
    Raises DocumentError: "binary", "encoding", "mojibake" or "lost-letters".
    """
    text = _decode(data)
    if _looks_garbled(text):
        raise DocumentError(
            "mojibake",
            _("The letters are garbled by a wrong encoding. Take the original and save it as UTF-8."),
        )
    if len(_LOST.findall(text)) >= 3 or text.count("\ufffd") >= 3:
        raise DocumentError(
            "lost-letters",
            _("Letters were lost and became question marks. Take the original and save it as UTF-8."),
        )
    return text


def _decode(data):
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return _refuse_binary(data[len(mark) :].decode(encoding))
            except UnicodeDecodeError:
                raise _unknown_encoding() from None
    wide = _wide_text(data)
    if wide is not None:
        return wide
    try:
        return _refuse_binary(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _single_byte_text(data)


def _wide_text(data):
    """UTF-16 without a mark, where it is evident: Cyrillic and spaces with the high bytes 04 and 00."""
    if len(data) % 2:
        return None
    for encoding, high in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        if (high.count(4) + high.count(0)) * 10 >= len(high) * 9:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if not _CONTROL.search(text) and _CYRILLIC.search(text):
                return text
    return None


def _single_byte_text(data):
    _refuse_binary(data.decode("latin-1"))
    for encoding in ("windows-1251", "kz1048"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _plausible(text):
            return text
    raise _unknown_encoding()


def _plausible(text):
    """Whether bytes decoded as 1251 or KZ-1048 read like Russian or Kazakh."""
    high = [letter for letter in text if letter > "\x7f" and letter.isalpha()]
    known = [letter for letter in high if "А" <= letter.upper() <= "Я" or letter in "Ёё" or letter in _KAZAKH]
    frequent = sum(letter.lower() in _FREQUENT for letter in known)
    inverted = len(re.findall("[а-яё][А-ЯЁ]", text))
    strange = len(_OTHER_1251.findall(text)) - sum(letter in "Іі" for letter in text)
    return (
        len(known) * 20 >= len(high) * 19
        and frequent * 10 >= len(known) * 3
        and (inverted + strange) * 50 <= len(known)
        and bool(known)
    )


def _looks_garbled(text):
    """Whether most lines are UTF-8 that somebody decoded as a one-byte code page («Ð£», «РЈ»)."""
    garbled = sound = 0
    for line in text.split("\n"):
        if sum(letter > "\x7f" for letter in line) >= 8:
            if any(_turns_back(line, encoding) for encoding in ("windows-1251", "windows-1252", "latin-1")):
                garbled += 1
            else:
                sound += 1
    return garbled > sound


def _turns_back(line, encoding):
    try:
        return bool(_CYRILLIC.search(line.encode(encoding).decode("utf-8")))
    except UnicodeError:
        return False


def _refuse_binary(text):
    controls = len(_CONTROL.findall(text))
    if controls and (controls * 200 > len(text) or "\x00" in text):
        raise DocumentError("binary", _("This is not a text file. Choose a .txt or .docx file."))
    return text


def _too_long():
    return DocumentError("too-long", _("The text is too long for one publication. Divide it and try again."))


def _unknown_encoding():
    return DocumentError(
        "encoding",
        _("The encoding of the text is not known. Save the file as UTF-8 and try again."),
    )
