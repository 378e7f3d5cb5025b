"""What a branch asks to change after the approval: the changeable fields, both languages side by side."""

from django import forms
from django.utils.translation import gettext_lazy

from campaigns.cabinet.forms.registration import WorkForm
from campaigns.candidates.steps import CHANGEABLE, both
from campaigns.models import Candidacy


class ChangeForm(WorkForm):
    reason = forms.CharField(
        label=gettext_lazy("Why it has to change"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Say why it has to change.")},
    )

    class Meta:
        model = Candidacy
        fields = list(CHANGEABLE)

    layout = (
        *("family_name", "given_name", "patronymic", "workplace", "union_post", "primary_organisation"),
        *("industry", "party", "nominator_name", "biography", "programme", "photo_alt"),
        *("email", "phone", "address", "public_contacts", "reason"),
    )
    rows = {"biography": 8, "programme": 12}
    headings = {
        "family_name": gettext_lazy("The person"),
        "workplace": gettext_lazy("Work and trade union"),
        "biography": gettext_lazy("Biography and programme"),
        "email": gettext_lazy("To reach the candidate"),
        "public_contacts": gettext_lazy("For voters"),
        "reason": gettext_lazy("Why"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.photo:
            for name in both("photo_alt"):
                del self.fields[name]
