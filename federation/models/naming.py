"""What has a name in both languages and stands in lists in the order of the reader's language."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from federation.languages import sort_key


class InOrder(models.Model):
    """`sort_key` is translated (federation/translation.py), like the field that `ordered_by` names.

    The sort keys are stored, since the database knows no Kazakh order; the Kazakh alphabet holds the Russian
    one in its order, so one function serves both. modeltranslation turns `ordering` to the active language.
    """

    ordered_by = "name"

    sort_key = models.TextField(editable=False, default="")

    class Meta:
        abstract = True
        ordering = ["sort_key"]

    def save(self, *args, **kwargs):
        self.sort_key_kk = sort_key(getattr(self, f"{self.ordered_by}_kk"))
        self.sort_key_ru = sort_key(getattr(self, f"{self.ordered_by}_ru"), "ru")
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_key_kk", "sort_key_ru"}
        super().save(*args, **kwargs)


class Named(InOrder):
    """`name` is translated: use `name_kk` and `name_ru`."""

    name = models.CharField(_("name"), max_length=300)

    class Meta(InOrder.Meta):
        abstract = True

    def __str__(self):
        return self.name or self.name_kk or self.name_ru or ""
