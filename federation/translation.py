"""Fields with a column for each language (`name_kk`, `name_ru`). The base column is never relied on."""

from modeltranslation.translator import TranslationOptions, register

from federation import models
from federation.bilingual import without_nulls


class Names(TranslationOptions):
    fields = ("name", "sort_key")
    required_languages = {"default": ("name",)}


@register(models.Region)
class RegionNames(Names):
    pass


@register(models.District)
class DistrictNames(Names):
    pass


@register(models.Industry)
class IndustryNames(Names):
    pass


@register(models.Organisation)
class OrganisationNames(Names):
    fields = ("name", "short_name", "sort_key")


@register(models.User)
class PersonNames(TranslationOptions):
    fields = ("full_name", "sort_key")
    required_languages = {"default": ("full_name",)}


@register(models.Invitation)
class InvitedNames(TranslationOptions):
    fields = ("full_name",)
    required_languages = ("kk", "ru")


@register(models.QuietPeriod)
class QuietPeriodNames(TranslationOptions):
    fields = ("name", "information")
    required_languages = {"default": ("name",)}


without_nulls(
    models.Region,
    models.District,
    models.Industry,
    models.Organisation,
    models.User,
    models.Invitation,
    models.QuietPeriod,
)
