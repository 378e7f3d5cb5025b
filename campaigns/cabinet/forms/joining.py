"""Forms of an application: answered, joined, declined, passed on, erased on demand."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.cabinet.forms.fields import day
from campaigns.joining.contacts import typed_contact
from federation.models import Organisation


def answer_field(label, **options):
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea({"rows": 3}), **options)


class ContactForm(forms.Form):
    answer = answer_field(_("What the applicant reads, may be empty"), required=False)


class CorrectForm(forms.Form):
    answer = answer_field(_("What the applicant reads"), required=False)


class JoinedForm(forms.Form):
    joined_on = day(_("Joined on"))


class DeclineForm(forms.Form):
    answer = answer_field(_("Answer that the applicant reads"))


class OnDemandForm(forms.Form):
    contact = forms.CharField(label=_("Phone or e-mail that the person gave"), max_length=254)
    sure = forms.BooleanField(
        label=_("I am sure that it is this person who asks: erase what is listed, for good."), required=False
    )

    def clean_contact(self):
        return typed_contact(self.cleaned_data["contact"])


class PassOnForm(forms.Form):
    """targets: queryset of the organisations to choose from."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("To which branch"), empty_label=_("Choose the branch")
    )

    def __init__(self, data=None, *, targets, **options):
        super().__init__(data, **options)
        self.fields["organisation"].queryset = targets
