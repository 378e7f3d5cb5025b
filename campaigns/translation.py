"""Which fields of campaigns exist in Kazakh and in Russian."""

from modeltranslation.translator import TranslationOptions, register

from campaigns import models
from federation.bilingual import without_nulls

BOTH = ("kk", "ru")


@register(models.RuleSet)
class RuleSetTranslation(TranslationOptions):
    fields = ("name", "law", "note")
    required_languages = {"default": ("name", "law")}


class Cited(TranslationOptions):
    fields = ("law",)


@register([models.ElectoralSystem, models.Route, models.Check, models.Deadline])
class CitedTranslation(Cited):
    pass


@register([models.Body, models.Requirement])
class NamedAndCited(TranslationOptions):
    fields = ("name", "law")
    required_languages = {"default": ("name",)}


@register(models.Campaign)
class CampaignTranslation(TranslationOptions):
    fields = (
        *("title", "summary", "question", "information"),
        *("imprint_producer", "imprint_orderer", "imprint_funds", "imprint_place"),
    )
    required_languages = {"default": ("title",)}


@register(models.CampaignDate)
class CampaignDateTranslation(TranslationOptions):
    fields = ("source",)


@register(models.Constituency)
class ConstituencyTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = BOTH


@register(models.Objective)
class ObjectiveTranslation(TranslationOptions):
    fields = ("title", "text")
    required_languages = {"default": ("title",)}


@register(models.Plank)
class PlankTranslation(TranslationOptions):
    fields = ("heading", "initiative", "done")


@register(models.Result)
class ResultTranslation(TranslationOptions):
    fields = ("source", "reason")
    required_languages = {"default": ("source",)}


@register(models.ResultLine)
class ResultLineTranslation(TranslationOptions):
    fields = ("label",)
    required_languages = BOTH


@register(models.Candidacy)
class CandidacyTranslation(TranslationOptions):
    fields = (
        *("family_name", "given_name", "patronymic", "sort_key"),
        *("workplace", "union_post", "party", "nominator_name"),
        *("biography", "programme", "photo_alt"),
    )


@register(models.Decision)
class DecisionTranslation(TranslationOptions):
    fields = ("reason",)


@register(models.LockedList)
class LockedListTranslation(TranslationOptions):
    fields = ("decision",)
    required_languages = BOTH


@register(models.PathRecord)
class PathRecordTranslation(TranslationOptions):
    fields = ("source",)
    required_languages = BOTH


@register(models.Takedown)
class TakedownTranslation(TranslationOptions):
    fields = ("ground",)
    required_languages = BOTH


@register(models.OfficeHolder)
class OfficeHolderTranslation(TranslationOptions):
    fields = ("full_name", "sort_key")
    required_languages = {"default": ("full_name",)}


@register(models.Office)
class OfficeTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = BOTH


@register(models.Headquarters)
class HeadquartersTranslation(TranslationOptions):
    fields = ("name", "sort_key", "address", "hours")
    required_languages = {"default": ("name",)}


@register(models.Task)
class TaskTranslation(TranslationOptions):
    fields = ("title", "text")
    required_languages = {"default": ("title",)}


@register(models.Evidence)
class EvidenceTranslation(TranslationOptions):
    fields = ("title",)


@register(models.Workplace)
class WorkplaceTranslation(TranslationOptions):
    fields = ("name", "sort_key")
    required_languages = {"default": ("name",)}


# A draft may wait for its other language: what a confirmed one needs is asked by `campaigns.meetings`.
@register(models.Meeting)
class MeetingTranslation(TranslationOptions):
    fields = ("place", "topic", "summary", "source")


@register([models.AgendaItem, models.Quotation])
class MeetingTextTranslation(TranslationOptions):
    fields = ("text",)


@register(models.Question)
class QuestionTranslation(TranslationOptions):
    fields = ("asked_by", "text", "answer")


@register(models.Citation)
class CitationTranslation(TranslationOptions):
    fields = ("text", "act")


@register(models.Commitment)
class CommitmentTranslation(TranslationOptions):
    fields = ("text", "reason")
    required_languages = {"default": ("text",)}


@register(models.CommitmentReport)
class CommitmentReportTranslation(TranslationOptions):
    fields = ("note",)
    required_languages = BOTH


without_nulls(
    models.RuleSet,
    models.Body,
    models.ElectoralSystem,
    models.Route,
    models.Requirement,
    models.Check,
    models.Deadline,
    models.Campaign,
    models.CampaignDate,
    models.Constituency,
    models.Objective,
    models.Plank,
    models.Result,
    models.ResultLine,
    models.Candidacy,
    models.Decision,
    models.LockedList,
    models.PathRecord,
    models.Takedown,
    models.OfficeHolder,
    models.Office,
    models.Headquarters,
    models.Task,
    models.Evidence,
    models.Workplace,
    models.Meeting,
    models.AgendaItem,
    models.Quotation,
    models.Question,
    models.Citation,
    models.Commitment,
    models.CommitmentReport,
)
