"""The form of a publication: the text in two languages, its place, its marks and its imprint."""

import re

from django import forms
from django.forms.widgets import Script
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import ProseEditorWidget

from appeals import publishing, silence
from appeals.enums import Kind
from appeals.models import Publication
from appeals.models.imprint import IMPRINT_FIELDS, LABELS
from federation import blocks


class TextEditor(ProseEditorWidget):
    """The rich-text editor for one language; names of its buttons come along in the person's own language."""

    def __init__(self, attrs=None):
        super().__init__(attrs, preset="portal")

    @property
    def media(self):
        return forms.Media(
            css={"all": ["django_prose_editor/material-icons.css", "admin-portal/editor.css"]},
            js=[Script("admin-portal/editor.js", type="module")],
        )

    def get_config(self):
        return {
            "labels": {
                "paragraph": gettext("Paragraph"),
                "heading2": gettext("Heading"),
                "heading3": gettext("Smaller heading"),
                "heading4": gettext("Smallest heading"),
                "bold": gettext("Bold"),
                "italic": gettext("Italic"),
                "bulletList": gettext("Bulleted list"),
                "orderedList": gettext("Numbered list"),
                "blockquote": gettext("Quotation"),
                "link": gettext("Link"),
                "unlink": gettext("Remove the link"),
                "table": gettext("Table"),
                "addRow": gettext("Add a row"),
                "deleteRow": gettext("Delete the row"),
                "addColumn": gettext("Add a column"),
                "deleteColumn": gettext("Delete the column"),
                "deleteTable": gettext("Delete the table"),
                "undo": gettext("Undo"),
                "redo": gettext("Redo"),
                "address": gettext("Address of the link"),
                "insert": gettext("Insert"),
            }
        }


class TextField(ProseEditorFormField):
    """HTML of one language, sanitised. Counts as changed only when the sanitised text is another one."""

    def __init__(self, language, **kwargs):
        super().__init__(
            sanitize=blocks.clean,
            preset="portal",
            widget=TextEditor({"lang": language}),
            required=False,
            **kwargs,
        )

    def has_changed(self, initial, data):
        return not self.disabled and blocks.clean(data or "") != (initial or "")


class OneLineField(forms.CharField):
    """A title: may be long and pasted from several lines, is kept on one."""

    def __init__(self, language, max_length=500, **kwargs):
        widget = forms.Textarea({"rows": 2, "lang": language, "data-one-line": ""})
        super().__init__(max_length=max_length, required=False, widget=widget, **kwargs)

    def to_python(self, value):
        return re.sub(r"\s*[\r\n]+\s*", " ", super().to_python(value))


class LinesField(forms.CharField):
    """Plain text of some lines; a browser's line ends make no change."""

    def __init__(self, language, **kwargs):
        super().__init__(required=False, widget=forms.Textarea({"rows": 3, "lang": language}), **kwargs)

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


def imprint_field(name):
    """A line of the imprint. name: that of the model's field, with its language."""
    told = Publication._meta.get_field(name)
    return OneLineField(name[-2:], max_length=told.max_length, label=LABELS[name], help_text=told.help_text)


class PublicationForm(forms.ModelForm):
    """The working copy.

    opened: the version that the editor opened. `_take_over` in the data names a newer one: over that, knowingly.
    """

    title_kk = OneLineField("kk", label=_("Title in Kazakh"))
    title_ru = OneLineField("ru", label=_("Title in Russian"))
    lead_kk = LinesField("kk", label=_("Lead in Kazakh"))
    lead_ru = LinesField("ru", label=_("Lead in Russian"))
    body_kk = TextField("kk", label=_("Text in Kazakh"))
    body_ru = TextField("ru", label=_("Text in Russian"))
    adoption_text_kk = OneLineField("kk", label=_("Adoption line in Kazakh"))
    adoption_text_ru = OneLineField("ru", label=_("Adoption line in Russian"))
    imprint_producer_kk = imprint_field("imprint_producer_kk")
    imprint_producer_ru = imprint_field("imprint_producer_ru")
    imprint_orderer_kk = imprint_field("imprint_orderer_kk")
    imprint_orderer_ru = imprint_field("imprint_orderer_ru")
    imprint_funds_kk = imprint_field("imprint_funds_kk")
    imprint_funds_ru = imprint_field("imprint_funds_ru")
    imprint_place_kk = imprint_field("imprint_place_kk")
    imprint_place_ru = imprint_field("imprint_place_ru")
    opened = forms.IntegerField(widget=forms.HiddenInput, required=False)

    # What publishing refused when this very form was to be saved: sentences (see PublicationAdmin).
    refusal = ()

    class Meta:
        model = Publication
        fields = (
            "kind", "topics", "regions", "title_kk", "title_ru", "lead_kk", "lead_ru", "body_kk", "body_ru",
            "adopting_body", "session_on", "decided_on", "decision_number", "adoption_text_kk", "adoption_text_ru",
            *publishing.PLACE_FIELDS,
        )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "opened" in self.fields:
            self.initial["opened"] = self.instance.version if self.instance.pk else None

        if "kind" in self.fields:
            # A report of a meeting is built from its record, and nothing else becomes one.
            is_report = self.instance.kind == Kind.MEETING
            self.fields["kind"].disabled = is_report
            self.fields["kind"].choices = [
                choice for choice in self.fields["kind"].choices if (choice[0] == Kind.MEETING) == is_report
            ]
        # What is no text has no version: it is written only where this person changed it since the form was opened.
        for name in (*publishing.PLACE_FIELDS, *publishing.LISTS):
            if name in self.fields:
                self.fields[name].show_hidden_initial = bool(self.instance.pk)

    def clean(self):
        cleaned = super().clean()
        self._mind_the_others(cleaned)
        self._mind_the_imprint(cleaned)
        taken_over = self.data.get("_take_over", "")
        if re.fullmatch(r"[0-9]{1,9}", taken_over):
            cleaned["opened"] = int(taken_over)
        for reason in self.refusal:
            self.add_error(None, reason)
        return cleaned

    def clean_campaign_material(self):
        marked = self.cleaned_data["campaign_material"]
        if self.instance.campaign_material and not marked and "campaign_material" in self.changed_data:
            raise forms.ValidationError(silence.kept_mark())
        return marked

    def _mind_the_imprint(self, cleaned):
        """An error beside each part of the imprint that published campaign material would lack."""
        concerned = set(self.changed_data) & {"campaign_material", *IMPRINT_FIELDS}
        if not (concerned and self.instance.pk and self.instance.is_out):
            return
        fields = {name: cleaned.get(name) or "" for name in IMPRINT_FIELDS}
        marked = Publication(campaign_material=cleaned.get("campaign_material", False), **fields)
        for name in marked.imprint_missing():
            self.add_error(name, _("Published campaign material needs this."))

    def _mind_the_others(self, cleaned):
        """An error beside an address, mark or topics that somebody else changed while this form was open."""
        saved = Publication.objects.filter(pk=self.instance.pk).first()
        for name in (
            set(self.changed_data) & set(cleaned) & {*publishing.PLACE_FIELDS, *publishing.LISTS}
            if saved
            else ()
        ):
            bound = self[name]
            if bound.html_initial_name not in self.data and name not in publishing.LISTS:
                continue
            opened = bound.field.hidden_widget().value_from_datadict(
                self.data, self.files, bound.html_initial_name
            )
            opened, typed = bound.field.to_python(opened), cleaned[name]
            now = getattr(saved, name)
            if name in publishing.LISTS:
                opened, typed, now = set(opened), set(typed), set(now.all())
            if now not in (opened, typed):
                shown = ", ".join(map(str, now)) if name in publishing.LISTS else now
                message = _("Somebody changed this after you had opened the page. It is now: %(now)s.")
                self.add_error(name, message % {"now": shown})

    @property
    def written(self):
        """Fields that the person changed, for `publishing`."""
        return {name: self.cleaned_data[name] for name in set(self.changed_data) - {"opened"}}

    def _save_m2m(self):
        """Topics are written by `publishing`, with the rest of what was changed."""
