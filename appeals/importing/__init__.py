"""The reader of documents: an uploaded .txt or .docx becomes titles and bodies in both languages."""

from .adoption import Adoption
from .errors import DocumentError
from .reading import MAX_BYTES, read_lines
from .recognition import ParsedDocument, recognise

__all__ = ["MAX_BYTES", "Adoption", "DocumentError", "ParsedDocument", "read_document"]


def read_document(name, data):
    """An uploaded document -> ParsedDocument.

    name: file name (its extension must be .txt or .docx); data: bytes. Raises DocumentError with a
    lazy message for the person; nothing is stored and nothing outside of `data` is opened.
    """
    return recognise(*read_lines(name, data))
