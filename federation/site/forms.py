from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.forms.robots import AgainstRobots
from campaigns.models import Campaign
from federation.models import Region


class ReaderForm(forms.Form):
    """Choices of the low-vision version. They live in the reader's cookie alone, as "size-colours"."""

    size = forms.ChoiceField(
        label=pgettext_lazy("low vision", "Size of the text"),
        widget=forms.RadioSelect,
        initial="large",
        choices=[
            ("large", pgettext_lazy("low vision", "Large")),
            ("huge", pgettext_lazy("low vision", "Very large")),
        ],
    )
    colours = forms.ChoiceField(
        label=pgettext_lazy("low vision", "Colours"),
        widget=forms.RadioSelect,
        initial="light",
        choices=[
            ("light", pgettext_lazy("low vision", "Black on white")),
            ("dark", pgettext_lazy("low vision", "White on black")),
            ("blue", pgettext_lazy("low vision", "Dark blue on light blue")),
        ],
    )

    def as_cookie(self):
        return "{size}-{colours}".format(**self.cleaned_data)

    @classmethod
    def from_cookie(cls, value):
        """The valid form for a cookie, or None for anything that this form did not write."""
        size, _, colours = value.partition("-")
        form = cls({"size": size, "colours": colours})
        return form if form.is_valid() else None


class SubscribeForm(AgainstRobots):
    """What is asked for: the arguments of `subscribing.subscribe`."""

    salt = "site.subscribe"

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail"), max_length=254, widget=forms.EmailInput({"autocomplete": "email"})
    )
    region = forms.ModelChoiceField(
        Region.objects.all(),
        label=gettext_lazy("Region"),
        required=False,
        empty_label=gettext_lazy("The whole country"),
        to_field_name="iso",
    )
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(),
        label=gettext_lazy("Campaign"),
        required=False,
        empty_label=gettext_lazy("Everything new"),
        to_field_name="slug",
        help_text=gettext_lazy("With a region and a campaign only what concerns both is sent."),
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("I agree that the federation keeps my e-mail in order to send me these mails.")
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["campaign"].queryset = Campaign.objects.public().ahead()
