"""Forms of the staff's workplace: the text in two languages, the moves, uploads."""

from appeals.forms.moves import DraftForm, PublishForm, ReasonForm, UploadDocumentForm, WithdrawForm
from appeals.forms.parts import AttachmentForm, RelayForm, SignatoryForm
from appeals.forms.text import PublicationForm

__all__ = [
    "AttachmentForm",
    "DraftForm",
    "PublicationForm",
    "PublishForm",
    "ReasonForm",
    "RelayForm",
    "SignatoryForm",
    "UploadDocumentForm",
    "WithdrawForm",
]
