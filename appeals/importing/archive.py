"""Word documents: is the archive safe to open, and what it says as HTML."""

from django.utils.translation import gettext_lazy as _

from .errors import DocumentError

MACROS = _("The document holds macros. Save it as .docx without macros and try again.")


def read_docx(data):
    raise DocumentError("damaged", _("Word documents cannot be read yet. Save the text as .txt."))
