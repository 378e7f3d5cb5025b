"""The page on which a publication is written, and the list that leads to it."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appeals import publishing
from appeals.admin.base import PageAdmin
from appeals.admin.conflicts import Overtaken
from appeals.admin.history import HistoryPages
from appeals.admin.importing import ImportPages
from appeals.admin.inlines import AttachmentInline, RelayInline, SignatoryInline
from appeals.admin.lists import ListColumns, PublicState, Search, Waits
from appeals.admin.moves import PAGES, MovePages, buttons, confirmed, hint, notes
from appeals.admin.panel import PanelPages, panel
from appeals.admin.previewing import PreviewPages
from appeals.comparison import agreement
from appeals.enums import Move
from appeals.forms import PublicationForm
from appeals.models import Attachment, Publication


@admin.register(Publication)
class PublicationAdmin(
    MovePages, HistoryPages, PreviewPages, ImportPages, PanelPages, Search, ListColumns, PageAdmin
):
    form = PublicationForm
    inlines = (SignatoryInline, AttachmentInline, RelayInline)
    fieldsets = (
        (None, {"fields": ("kind", "opened")}),
        (
            gettext_lazy("Text"),
            {"classes": ("pairs",), "fields": (
                ("title_kk", "title_ru"), ("lead_kk", "lead_ru"), ("body_kk", "body_ru"),
            )},
        ),
        (
            gettext_lazy("Adoption"),
            {"classes": ("pairs",), "fields": (
                "adopting_body",
                ("session_on", "decided_on", "decision_number"),
                ("adoption_text_kk", "adoption_text_ru"),
            )},
        ),
        (gettext_lazy("Place in the portal"), {"fields": ("topics", "regions", "slug")}),
        (gettext_lazy("Elections and referendums"), {"fields": ("campaign_material", "opinion_poll")}),
        (
            gettext_lazy("Imprint"),
            {
                "classes": ("pairs",),
                "description": gettext_lazy(
                    "Campaign material alone needs it: who made it, who ordered it, from which funds, in both "
                    "languages; on paper also place and circulation. Readers see it under the text at once, without "
                    "review. Of what was published, a publisher alone changes it."
                ),
                "fields": (
                    ("imprint_producer_kk", "imprint_producer_ru"),
                    ("imprint_orderer_kk", "imprint_orderer_ru"),
                    ("imprint_funds_kk", "imprint_funds_ru"),
                    ("imprint_place_kk", "imprint_place_ru"),
                    "circulation",
                ),
            },
        ),
    )  # fmt: skip
    change_form_template = "appeals/admin/publication_form.html"
    change_list_template = "appeals/admin/publication_list.html"

    list_display = ("heading", "kind", "state", "agreement", "changed")
    list_display_links = ("heading",)
    list_filter = (
        Waits,
        "status",
        PublicState,
        "gap",
        "kind",
        "topics",
        "regions",
        "campaign_material",
        "changed_at",
    )
    list_select_related = ("changed_by",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("title_kk__folded", "title_ru__folded", "slug", "decision_number")
    ordering = ("-changed_at", "-pk")
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).with_state()

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in publishing.LISTS:
            kwargs["widget"] = forms.CheckboxSelectMultiple()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    # The form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Django's view; when publishing refuses what was typed, the form again with all of it and the reasons."""
        publication = self.get_object(request, object_id) if object_id else None
        if publication and not self.has_change_permission(request, publication):
            return HttpResponseRedirect(reverse("admin:appeals_publication_preview", args=[publication.pk]))
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except publishing.Refused as refusal:
            request.refusal = refusal
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "refusal", None)
        if isinstance(refusal, publishing.Conflict):
            form.overtaken = Overtaken(refusal)
            form.refusal = [_("Your text is not saved yet.")]
        elif refusal:
            form.refusal = refusal.reasons
        return form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        overtaken = getattr(type(form), "overtaken", None)
        if overtaken:
            context["conflict"] = overtaken.explain(form)
        shown = form.instance if form.is_bound or not obj else obj
        context["agreement"] = panel(shown, request.user)
        for one in context["inline_admin_formsets"] if request.method == "POST" else ():
            for row in one.formset.forms if one.formset.model is Attachment else ():
                row.say_lost()
        if obj:
            saved = Publication.objects.with_state().get(pk=obj.pk)
            context["publication"] = saved
            context["returned"] = saved.last_return()
            context |= {"buttons": buttons(saved, request.user), "hint": hint(saved, request.user)}
            context["notes"] = notes(saved)
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Saving

    def save_model(self, request, obj, form, change):
        if change:
            saved = publishing.save_text(
                obj, request.user, version=form.cleaned_data["opened"], **form.written
            )
        else:
            saved = publishing.create(request.user, **{"kind": form.cleaned_data["kind"], **form.written})
        obj.pk, obj.version, obj._state.adding = saved.pk, saved.version, False

    def save_related(self, request, form, formsets, change):
        """Signatories, photos and documents stand in editions: a change of them is an edit of the text."""
        super().save_related(request, form, formsets, change)
        publication = form.instance
        version = publication.version
        frozen = any(
            formset.has_changed() for formset in formsets if getattr(formset, "frozen_in_editions", False)
        )
        if change and any(
            formset.has_changed() for formset in formsets if not getattr(formset, "frozen_in_editions", False)
        ):
            publishing.note_relays(publication, request.user)
        if frozen and change and form.cleaned_data["opened"] == version:
            publishing.record_edit(publication, request.user)

    def get_formsets_with_inlines(self, request, obj=None):
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            formset.frozen_in_editions = inline.frozen_in_editions
            yield formset, inline

    # After saving

    def response_add(self, request, obj, post_url_continue=None):
        return self.go_on(request, obj)

    def response_change(self, request, obj):
        return self.go_on(request, obj)

    def go_on(self, request, publication):
        """The buttons of the page save first, so that nothing typed is lost, and then do what they say."""
        user, then = request.user, request.POST
        fresh = Publication.objects.get(pk=publication.pk)
        if "_confirm" in then:
            places = {then["_confirm"]} if then["_confirm"] else None
            try:
                count = publishing.confirm(fresh, user, version=fresh.version, places=places)
            except publishing.Refused as refusal:
                messages.error(request, " ".join(refusal.reasons))
            else:
                messages.success(request, confirmed(count))
            return HttpResponseRedirect(self.text_address(fresh) + "#agreement")
        if "_accept" in then:
            return HttpResponseRedirect(self.move_address(fresh, Move.OVERRIDE, then["_accept"]))
        if then.get("_move") in PAGES:
            return HttpResponseRedirect(self.move_address(fresh, then["_move"]))
        if "_preview" in then:
            return HttpResponseRedirect(reverse("admin:appeals_publication_preview", args=[fresh.pk]))
        state = agreement(fresh)
        if state.missing or state.problems or state.stale:
            messages.warning(request, _("Saved. The two languages do not agree yet: see below the text."))
        else:
            messages.success(request, _("Saved. The two languages agree."))
        return HttpResponseRedirect(self.text_address(fresh))

    @staticmethod
    def text_address(publication):
        return reverse("admin:appeals_publication_change", args=[publication.pk])
