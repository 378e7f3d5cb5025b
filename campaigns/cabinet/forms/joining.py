"""Forms of an application: answered, joined, declined, passed on."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.models import Organisation


def answer_field(label, **options):
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea({"rows": 3}), **options)


class ContactForm(forms.Form):
    answer = answer_field(_("What the applicant reads, may be empty"), required=False)


class JoinedForm(forms.Form):
    joined_on = forms.DateField(
        label=_("Joined on"),
        initial=timezone.localdate,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


class DeclineForm(forms.Form):
    answer = answer_field(_("Answer that the applicant reads"))


class PassOnForm(forms.Form):
    """targets: queryset of the organisations to choose from."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("To which branch"), empty_label=_("Choose the branch")
    )

    def __init__(self, data=None, *, targets, **options):
        super().__init__(data, **options)
        self.fields["organisation"].queryset = targets
