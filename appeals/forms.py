"""Forms of the staff's workplace: the text in two languages, the moves, uploads."""

import re

from django import forms
from django.forms.widgets import Script
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import ProseEditorWidget

from appeals import attachments, publishing, silence
from appeals.enums import Kind, Language, Significance
from appeals.models import Attachment, Publication, Relay, Signatory
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
            "kind", "topics", "title_kk", "title_ru", "lead_kk", "lead_ru", "body_kk", "body_ru",
            "adopting_body", "session_on", "decided_on", "decision_number", "adoption_text_kk", "adoption_text_ru",
            *publishing.PLACE_FIELDS,
        )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "opened" in self.fields:
            self.initial["opened"] = self.instance.version if self.instance.pk else None

        # What is no text has no version: it is written only where this person changed it since the form was opened.
        for name in (*publishing.PLACE_FIELDS, "topics"):
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
            set(self.changed_data) & set(cleaned) & {*publishing.PLACE_FIELDS, "topics"} if saved else ()
        ):
            bound = self[name]
            if bound.html_initial_name not in self.data and name != "topics":
                continue
            opened = bound.field.hidden_widget().value_from_datadict(
                self.data, self.files, bound.html_initial_name
            )
            opened, typed = bound.field.to_python(opened), cleaned[name]
            now = getattr(saved, name)
            if name == "topics":
                opened, typed, now = set(opened), set(typed), set(now.all())
            if now not in (opened, typed):
                shown = ", ".join(map(str, now)) if name == "topics" else now
                message = _("Somebody changed this after you had opened the page. It is now: %(now)s.")
                self.add_error(name, message % {"now": shown})

    @property
    def written(self):
        """Fields that the person changed, for `publishing`."""
        return {name: self.cleaned_data[name] for name in set(self.changed_data) - {"opened"}}

    def _save_m2m(self):
        """Topics are written by `publishing`, with the rest of what was changed."""


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 4}))


class WithdrawForm(forms.Form):
    reason_kk = forms.CharField(
        label=_("Public reason in Kazakh"), widget=forms.Textarea({"rows": 3, "lang": "kk"})
    )
    reason_ru = forms.CharField(
        label=_("Public reason in Russian"), widget=forms.Textarea({"rows": 3, "lang": "ru"})
    )


class PublishForm(forms.Form):
    """What goes with an edition. Notes are asked only from the second edition on."""

    note_kk = forms.CharField(
        label=_("What changed, in Kazakh"), widget=forms.Textarea({"rows": 2, "lang": "kk"})
    )
    note_ru = forms.CharField(
        label=_("What changed, in Russian"), widget=forms.Textarea({"rows": 2, "lang": "ru"})
    )
    significance = forms.ChoiceField(
        label=_("Significance"), choices=Significance, initial=Significance.MAJOR
    )
    correction = forms.BooleanField(
        label=_("This is a correction"),
        required=False,
        help_text=_(
            "The last edition is sealed by a decision: enter the new decision, or mark a correction."
        ),
    )
    as_of_document = forms.BooleanField(
        label=_("Publish with the date of the document"),
        required=False,
        help_text=_("A document from the archive then stands in lists under its own date."),
    )
    public_from = forms.DateTimeField(
        label=_("Publish later"),
        required=False,
        help_text=_("Empty: at once. Time of Astana and Almaty."),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args, previous=None, first_hour=None, **kwargs):
        """previous: the newest Edition or None. first_hour: see `Publication.first_hour`."""
        super().__init__(*args, **kwargs)
        self.first_hour = first_hour
        if previous or not first_hour:
            del self.fields["as_of_document"]
        if previous is None:
            for name in ("note_kk", "note_ru", "significance"):
                del self.fields[name]
        if previous is None or not previous.sealed:
            del self.fields["correction"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.pop("as_of_document", False):
            if cleaned.get("public_from"):
                self.add_error("public_from", _("Choose one: the date of the document, or a later hour."))
            cleaned["public_from"] = self.first_hour
        return cleaned

    def clean_public_from(self):
        moment = self.cleaned_data["public_from"]
        if moment and moment <= timezone.now():
            raise forms.ValidationError(
                _("This moment has passed. Leave the field empty to publish at once.")
            )
        return moment


class UploadDocumentForm(forms.Form):
    document = forms.FileField(
        label=_("Document"),
        help_text=_(
            "A text file or a Word document (.txt, .docx), both languages in one file or one of them."
        ),
        widget=forms.FileInput({"accept": ".txt,.docx"}),
    )


class DraftForm(forms.Form):
    """Second step of an import: the kind, and what was read, signed."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind)
    parsed = forms.CharField(widget=forms.HiddenInput)


class SignatoryForm(forms.ModelForm):
    class Meta:
        model = Signatory
        fields = ("name_kk", "name_ru", "office_kk", "office_ru", "order")


class RelayForm(forms.ModelForm):
    url = forms.URLField(label=_("Link"), max_length=500, assume_scheme="https")

    class Meta:
        model = Relay
        fields = ("outlet", "language", "url")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["language"] = Language.KK

    def clean_url(self):
        url = self.cleaned_data["url"]
        if not url.startswith(("http://", "https://")):
            raise forms.ValidationError(_("Give a link that begins with https:// or http://."))
        return url


class ChosenFile(forms.FileInput):
    """A file to choose. A browser forgets it when the form returns; then the row says so in the next request.

    lost: whether a file was chosen here before.
    """

    template_name = "appeals/admin/chosen_file.html"
    lost = False

    def get_context(self, name, value, attrs):
        return {**super().get_context(name, value, attrs), "lost": self.lost}


class KeptFile(forms.Widget):
    """A file that is there already: its name, its size and, of a photo, the picture."""

    template_name = "appeals/admin/kept_file.html"
    needs_multipart_form = True  # Django asks the first row alone, and a new row below it has a file to send

    def __init__(self, attachment):
        super().__init__()
        self.attachment = attachment

    def get_context(self, name, value, attrs):
        return {**super().get_context(name, value, attrs), "attachment": self.attachment}


class AttachmentForm(forms.ModelForm):
    """A photo or a document. The file is chosen once; afterwards only its titles and place change."""

    class Meta:
        model = Attachment
        fields = ("file", "title_kk", "title_ru", "order")
        widgets = {"file": ChosenFile({"accept": ".jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx"})}

    lost_file = _("The file is not saved: choose it again.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["file"].widget = KeptFile(self.instance)
            self.fields["file"].disabled = True
        else:
            name = self.add_prefix("file")
            self.lost = f"{name}-lost" in self.data
            self.fields["file"].widget.lost = self.lost or name in self.files
            if self.lost:
                self.fields["file"].error_messages["required"] = self.lost_file

    lost = False

    def has_changed(self):
        return self.lost or super().has_changed()

    def say_lost(self):
        """The form returns: a file that was accepted has to be chosen once more, and the row says so."""
        if not self.instance.pk and self.add_prefix("file") in self.files and "file" not in self.errors:
            self.add_error("file", self.lost_file)

    def clean_file(self):
        if self.instance.pk:
            return self.instance.file
        self.upload = attachments.accept(self.cleaned_data["file"])
        return self.cleaned_data["file"]

    def save(self, commit=True):
        upload = getattr(self, "upload", None)
        if upload:
            for name in ("name", "content_type", "image", "width", "height"):
                setattr(self.instance, name, getattr(upload, name))
            self.instance.size = upload.content.size
            upload.content.name = upload.name
            self.instance.file = upload.content
        return super().save(commit)
