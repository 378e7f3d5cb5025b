"""What hangs on a publication: signatories, photos and documents, relays."""

from functools import partial

from django.contrib import admin
from django.db import transaction
from django.forms.models import BaseInlineFormSet

from appeals.admin.base import ByRole
from appeals.forms import AttachmentForm, RelayForm, SignatoryForm
from appeals.models import Attachment, Edition, Relay, Signatory


class WriterInline(ByRole, admin.StackedInline):
    extra = 0

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)


class SignatoryInline(WriterInline):
    model = Signatory
    form = SignatoryForm
    fieldsets = (
        (
            None,
            {"classes": ("pairs",), "fields": (("name_kk", "name_ru"), ("office_kk", "office_ru"), "order")},
        ),
    )
    frozen_in_editions = True


class AttachmentFormSet(BaseInlineFormSet):
    def delete_existing(self, obj, commit=True):
        """A file that an edition cites stays: the row is only marked. Any other goes with its row."""
        cited = Edition.objects.filter(publication=obj.publication, attachments__contains=[{"id": obj.pk}])
        if cited.exists():
            obj.removed = True
            obj.save(update_fields=["removed"])
        else:
            obj.delete()
            transaction.on_commit(partial(obj.file.delete, save=False))


class AttachmentInline(WriterInline):
    model = Attachment
    form = AttachmentForm
    formset = AttachmentFormSet
    fieldsets = ((None, {"classes": ("pairs",), "fields": ("file", ("title_kk", "title_ru"), "order")}),)
    frozen_in_editions = True

    def get_queryset(self, request):
        return super().get_queryset(request).filter(removed=False)


class RelayInline(WriterInline):
    model = Relay
    form = RelayForm
    fieldsets = ((None, {"classes": ("pairs",), "fields": (("outlet", "language"), "url")}),)
    frozen_in_editions = False
