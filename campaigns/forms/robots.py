"""Fields by which a public form keeps robots off, without a third party and without a script."""

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.forms.base import OpenedField

AT_LEAST = 3  # seconds: nobody fills a form in sooner
AT_MOST = 24 * 60 * 60


class AgainstRobots(forms.Form):
    """A form with two more fields at its end: one that no human sees, and the signed moment at which it was opened.

    salt: of the form's own, so that the moment of one form is none of another. Whoever is faster than a human, or had
    the form open for longer than a day, sends it once more; nothing typed is lost.
    """

    salt = ""

    # No human sees this field; programs fill in whatever has a name like this.
    website = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = OpenedField()

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        own = [name for name in self.fields if name not in ("website", "opened")]
        self.order_fields([*own, "website", "opened"])
        self.initial["opened"] = self.opened_now()

    @classmethod
    def opened_now(cls):
        """The signed moment at which the form was opened."""
        return signing.TimestampSigner(salt=cls.salt).sign("opened")

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave this field empty: it is there to recognise programs."))

    def clean(self):
        cleaned = super().clean()
        signer = signing.TimestampSigner(salt=self.salt)
        token = self.data.get("opened", "")
        try:
            signer.unsign(token, max_age=AT_MOST)
        except signing.BadSignature:
            self.fields["opened"].renewed = True
            self.errors.pop("opened", None)
            raise ValidationError(_("The form was open for too long. Please send it once more.")) from None
        try:
            signer.unsign(token, max_age=AT_LEAST)
        except signing.SignatureExpired:
            return cleaned
        if self.errors:  # nothing is sent anyway, and a program is stopped the next time
            return cleaned
        raise ValidationError(_("That was very fast. Please wait a few seconds and send it once more."))
