"""Publications, their immutable editions, and what hangs on them."""

from appeals.models.agreement import ConfirmedPair, ParityOverride
from appeals.models.attachments import Attachment
from appeals.models.editions import Edition, EditionCancellation
from appeals.models.neutrality import NeutralityProposal
from appeals.models.particulars import FormerAddress, Relay, Signatory, Topic
from appeals.models.publications import MoveRecord, Publication

__all__ = [
    "Attachment",
    "ConfirmedPair",
    "Edition",
    "EditionCancellation",
    "FormerAddress",
    "MoveRecord",
    "NeutralityProposal",
    "ParityOverride",
    "Publication",
    "Relay",
    "Signatory",
    "Topic",
]
