"""Which fields exist in Kazakh and in Russian; and, after them, the log of working copies.

The history is registered here and not on the model: it must see the fields `_kk` and `_ru`.
"""

from modeltranslation.translator import TranslationOptions, register
from simple_history import register as register_history

from appeals.models import Attachment, Publication, Signatory, Topic
from appeals.models.imprint import ALWAYS, IMPRINT_FIELDS, PRINTED
from federation.bilingual import without_nulls


@register(Publication)
class PublicationTranslation(TranslationOptions):
    fields = ("title", "lead", "body", "adoption_text", "withdrawal_reason", *ALWAYS, *PRINTED)


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("kk", "ru")


@register(Signatory)
class SignatoryTranslation(TranslationOptions):
    fields = ("name", "office")


@register(Attachment)
class AttachmentTranslation(TranslationOptions):
    fields = ("title",)


without_nulls(Publication, Topic, Signatory, Attachment)
register_history(
    Publication,
    app="appeals",
    excluded_fields=[
        "title",
        "lead",
        "body",
        "adoption_text",
        "withdrawal_reason",
        "source_digest",
        "created_at",
        "changed_at",
        "opinion_poll",
        "redacted_at",
        *ALWAYS,
        *PRINTED,
        *IMPRINT_FIELDS,
    ],
)
