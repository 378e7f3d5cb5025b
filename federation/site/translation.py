from modeltranslation.translator import TranslationOptions, register

from federation.site.models import MenuItem


@register(MenuItem)
class MenuItemTranslation(TranslationOptions):
    fields = ("label",)
