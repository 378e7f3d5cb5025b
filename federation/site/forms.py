from django import forms
from django.utils.translation import pgettext_lazy


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
