"""What hangs on the record of a meeting, on the page of the meeting in the administration: a list for each kind."""

from copy import deepcopy

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect

from campaigns.forms.meetings import (
    OF_AGENDA,
    OF_CITATION,
    OF_QUESTION,
    OF_QUOTATION,
    AgendaForm,
    CitationForm,
    ParticipantForm,
    QuestionForm,
    QuotationForm,
    RowFormSet,
)
from campaigns.models import AgendaItem, Citation, Meeting, Participant, Question, Quotation


def side_by_side(labels):
    """The fields of both languages, side by side."""
    return tuple(zip(*[iter(labels)] * 2, strict=True))


class RowInline(admin.StackedInline):
    """Rows of the record: of a meeting that may not be changed they may not be, either. read: what a closed record
    shows of a row."""

    formset = RowFormSet
    extra = 0
    classes = ("record-rows",)
    before = ()
    read = ()

    def get_fieldsets(self, request, obj=None):
        before = self.before if self.has_change_permission(request, obj) else self.read
        return [(None, {"classes": ("pairs",), "fields": (*before, *self.pairs)})]

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.lacks = getattr(request, "lacks", ())
        if "who" in formset.form.base_fields:
            # A copy: the form's own field serves the pages of the cabinet, too.
            who = formset.form.base_fields["who"] = deepcopy(formset.form.base_fields["who"])
            who.widget = AutocompleteSelect(Participant._meta.get_field("holder"), self.admin_site)
            who.widget.choices = who.choices
        return formset

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and self.is_open(request, obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self.is_open(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self.is_open(request, obj)

    def is_open(self, request, meeting):
        return self.admin_site.get_model_admin(Meeting).has_change_permission(request, meeting)


class AgendaInline(RowInline):
    model = AgendaItem
    form = AgendaForm
    before, pairs = ("place",), side_by_side(OF_AGENDA)


class ParticipantInline(RowInline):
    model = Participant
    form = ParticipantForm
    autocomplete_fields = ("holder",)
    before, pairs, read = ("place", "holder", "part"), (), ("holder", "part")


class QuotationInline(RowInline):
    model = Quotation
    form = QuotationForm
    before, pairs, read = ("who", "original"), side_by_side(OF_QUOTATION), ("number", "speaker", "original")


class QuestionInline(RowInline):
    model = Question
    form = QuestionForm
    pairs = side_by_side(OF_QUESTION)

    def get_fieldsets(self, request, obj=None):
        asked, text, answer = self.pairs
        who = "who" if self.has_change_permission(request, obj) else "answered_by"
        return [(None, {"classes": ("pairs",), "fields": (asked, text, who, answer)})]


class CitationInline(RowInline):
    model = Citation
    form = CitationForm
    before, pairs = ("place",), (*side_by_side(OF_CITATION), "url")
    read = ()
