"""Word documents: whether the archive is safe to open, and what it says as HTML.

Nothing is unpacked to disk and nothing outside of the bytes is opened. Every part is looked at before
mammoth may see it: sizes first, from the directory and again while reading, then relationships and XML.
"""

import io
import re
import zipfile
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

import defusedxml.sax
import mammoth
from defusedxml import DefusedXmlException
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from .errors import DocumentError

MAX_ENTRIES = 2000
MAX_UNPACKED = 120 * 1024 * 1024
MAX_XML = 16 * 1024 * 1024
# Text packs ten to thirty times; what packs a hundred times and is large is meant to burst.
MAX_RATIO, RATIO_MATTERS_FROM = 100, 1024 * 1024
MAX_NESTING, MAX_XML_DEPTH = 2, 150
MAX_ELEMENTS = 400_000  # in one part; each costs a kilobyte of memory when read
NOTE_PREFIX = "import-"

MACROS = _("The document holds macros. Save it as .docx without macros and try again.")
_BOMB = _("The document unpacks to far more than its size allows. It was not opened. Save it anew in Word.")
DAMAGED = _("The document is damaged. Open it in Word, save it again as .docx and try once more.")
_NOT_WORD = _("This is an archive, but no Word document. Choose a .txt or .docx file.")
_EXTERNAL = _(
    "The document draws on something outside of itself: a template, a linked picture or an embedded object. "
    "Copy the text into a new document and save it as .docx."
)
_ENTITIES = _("The document defines XML entities, which no Word document needs. It was not opened.")

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='title'] => h1:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='import-centred'] => p.centred:fresh
"""
_MEANINGFUL_STYLES = ("heading", "title", "quot", "intense quote", "footnote", "endnote")
_FORBIDDEN_RELATIONS = (
    "/attachedTemplate",
    "/oleObject",
    "/control",
    "/subDocument",
    "/frame",
    "/vbaProject",
)
# What mammoth parses by relation; under another name it would slip past the look at XML parts.
_PARSED_RELATIONS = ("/officeDocument", "/comments", "/endnotes", "/footnotes", "/numbering", "/styles")
_PARTS_WITH_TEXT = re.compile(r"word/(document\d*|footnotes\d*|endnotes\d*)\.xml")
# Said a second time for old programs, and where moved text stood before.
_UNSEEN = ("Fallback", "moveFrom")
_PAGE_FURNITURE = re.compile(r"word/(header|footer)\d*\.xml")


def read_docx(data):
    """The bytes of a .docx -> (html, notes): mammoth's HTML, and lazy messages on what was left out.

    Raises DocumentError: "zip-bomb", "damaged", "not-word", "encrypted", "macros", "external" or
    "xml-entities".
    """
    parts = _check(data)
    pictures = []

    def leave_out(image):
        pictures.append(image)
        return []

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            include_embedded_style_map=False,
            ignore_empty_paragraphs=False,
            id_prefix=NOTE_PREFIX,
            convert_image=leave_out,
            transform_document=mammoth.transforms.paragraph(_mark_centred),
            external_file_access=False,
        )
    except Exception as error:  # mammoth names no errors of its own; whatever stops it is a broken document
        raise DocumentError("damaged", DAMAGED) from error
    return result.value, _notes(parts, result.value, len(pictures))


def _mark_centred(paragraph):
    style = (paragraph.style_name or "").lower()
    if paragraph.alignment != "center" or paragraph.numbering or style.startswith(_MEANINGFUL_STYLES):
        return paragraph
    return paragraph.copy(style_id="import-centred", style_name="import-centred")


def _notes(parts, html, pictures):
    notes = []
    if pictures:
        text = ngettext_lazy(
            "{count} picture of the document was left out.",
            "{count} pictures of the document were left out.",
            pictures,
        )
        notes.append(format_lazy(text, count=pictures))
    if any(part.furniture for part in parts):
        notes.append(_("The headers and footers of the pages were left out."))
    if any(part.changes for part in parts):
        notes.append(
            _("The document holds tracked changes: what is inserted was taken, what is deleted was left out.")
        )
    if any(part.comments for part in parts):
        notes.append(_("The comments in the margin were left out."))
    shown = len(re.sub(r"<[^>]*>|&\w+;|\s|\[\d+\]|↑", "", html))
    if sum(part.letters for part in parts) > shown:
        notes.append(_("Some text of the document may be missing (formulas, moved text). Please compare it."))
    return notes


def _check(data):
    """Refuse what is unsafe; return a `_Part` for each XML part."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive.infolist(), len(data))
            parts = [_check_entry(archive, info) for info in archive.infolist() if not info.is_dir()]
            names = archive.namelist()
    except DocumentError:
        raise
    except Exception as error:  # zipfile, zlib and bz2 each raise their own for broken data
        raise DocumentError("damaged", DAMAGED) from error
    if "[Content_Types].xml" not in names or not any(name.startswith("word/") for name in names):
        raise DocumentError("not-word", _NOT_WORD)
    return [part for part in parts if part]


def _check_directory(entries, size):
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise DocumentError("zip-bomb", _BOMB)
    if sum(entry.file_size for entry in entries if _is_xml(entry.filename)) > MAX_XML:
        raise DocumentError("zip-bomb", _BOMB)
    if unpacked > RATIO_MATTERS_FROM and unpacked > MAX_RATIO * size:
        raise DocumentError("zip-bomb", _BOMB)
    if len({entry.filename for entry in entries}) != len(entries):
        raise DocumentError("damaged", DAMAGED)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise DocumentError(
            "encrypted", _("The document is protected with a password. Take the password off and save it.")
        )
    if any(entry.filename.lower().endswith(("vbaproject.bin", "vbadata.xml")) for entry in entries):
        raise DocumentError("macros", MACROS)


def _check_entry(archive, info):
    content = _read(archive, info)
    if content.startswith(b"PK\x03\x04"):
        _check_nested(content, depth=1)
    if not _is_xml(info.filename):
        return None
    part = _Part(info.filename)
    try:
        defusedxml.sax.parseString(content, part, forbid_dtd=True)
    except DefusedXmlException as error:
        raise DocumentError("xml-entities", _ENTITIES) from error
    except SAXException as error:
        raise DocumentError("damaged", DAMAGED) from error
    return part


def _read(archive, info):
    """The content of an entry, never more than its directory entry says."""
    with archive.open(info) as stream:
        content = stream.read(info.file_size + 1)
    if len(content) > info.file_size:
        raise DocumentError("zip-bomb", _BOMB)
    return content


def _check_nested(data, depth):
    if depth > MAX_NESTING:
        raise DocumentError("zip-bomb", _BOMB)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        _check_directory(archive.infolist(), len(data))
        for info in archive.infolist():
            content = _read(archive, info)
            if content.startswith(b"PK\x03\x04"):
                _check_nested(content, depth + 1)


def _is_xml(name):
    return name.lower().endswith((".xml", ".rels"))


class _Part(ContentHandler):
    """Reads one XML part: refuses what it must not hold, notes what the person should know."""

    def __init__(self, name):
        super().__init__()
        self.name = name
        self.counts = bool(_PARTS_WITH_TEXT.fullmatch(name))
        self.depth = self.elements = self.letters = self.unseen = 0
        self.furniture = self.changes = self.comments = self.in_text = False

    def startElement(self, name, attributes):  # noqa: N802 - the name is xml.sax's
        self.depth += 1
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise DocumentError("zip-bomb", _BOMB)
        if self.depth > MAX_XML_DEPTH:
            raise DocumentError("damaged", DAMAGED)
        local = name.rpartition(":")[2]
        if local == "Relationship":
            self._check_relation(attributes)
        elif local in ("Override", "Default") and "macroEnabled" in attributes.get("ContentType", ""):
            raise DocumentError("macros", MACROS)
        elif local in _UNSEEN:
            self.unseen += 1
        if local in ("del", "ins", "moveFrom", "moveTo"):
            self.changes = self.changes or self.counts
        if local == "comment":
            self.comments = True
        self.in_text = local == "t"

    def endElement(self, name):  # noqa: N802
        self.depth -= 1
        self.in_text = False
        if name.rpartition(":")[2] in _UNSEEN:
            self.unseen -= 1

    def characters(self, content):
        if not self.in_text:
            return
        visible = len("".join(content.split()))
        if self.counts and not self.unseen:
            self.letters += visible - sum(content.count(letter) for letter in '&<>"')
        if visible and _PAGE_FURNITURE.fullmatch(self.name):
            self.furniture = True

    def _check_relation(self, attributes):
        kind = attributes.get("Type", "")
        external = attributes.get("TargetMode", "").lower() == "external"
        if kind.endswith(_PARSED_RELATIONS) and not _is_xml(attributes.get("Target", "")):
            raise DocumentError("damaged", DAMAGED)
        if kind.endswith(_FORBIDDEN_RELATIONS) or (external and not kind.endswith("/hyperlink")):
            code, message = ("macros", MACROS) if kind.endswith("/vbaProject") else ("external", _EXTERNAL)
            raise DocumentError(code, message)
