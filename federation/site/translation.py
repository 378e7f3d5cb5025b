from modeltranslation.translator import TranslationOptions, register

from federation.bilingual import without_nulls
from federation.site.models import MenuItem


@register(MenuItem)
class MenuItemTranslation(TranslationOptions):
    fields = ("label",)


without_nulls(MenuItem)
