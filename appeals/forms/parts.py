"""What hangs on a publication: signatories, relays, photos and documents."""

from django import forms
from django.utils.translation import gettext_lazy as _

from appeals import attachments
from appeals.enums import Language
from appeals.models import Attachment, Relay, Signatory


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
