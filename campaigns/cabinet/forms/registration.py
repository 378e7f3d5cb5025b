"""The steps of a registration: a form each, made from the rule set. A step may be saved half filled."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from campaigns.cabinet.forms.fields import NONE, OFF, Grounds, StepForm, YesNo, digits
from campaigns.candidates.completeness import asked_of
from campaigns.candidates.photos import windows
from campaigns.candidates.steps import STEP
from campaigns.enums import Rule
from campaigns.models import Candidacy, Plank
from federation.identification import validate_iin
from federation.models import Organisation


class PersonForm(StepForm):
    iin = forms.CharField(
        label=gettext_lazy("IIN"),
        required=False,
        help_text=gettext_lazy(
            "12 digits. Date of birth and sex follow from it. It is kept sealed and never published."
        ),
        widget=forms.TextInput({**OFF, "inputmode": "numeric", "maxlength": 20, "class": "input-digits"}),
    )

    class Meta:
        model = Candidacy
        fields = [name for name in STEP["person"].fields if name != "iin"]

    # Names are often the same in both languages: one press copies what is typed.
    copied = ("family_name", "given_name", "patronymic")
    layout = ("iin", "family_name", "given_name", "patronymic")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        person = self.instance.person
        self.fields["iin"].initial = person.iin if person else ""

    def clean_iin(self):
        number = digits(self.cleaned_data["iin"])
        if number:
            validate_iin(number)
        return number


class WorkForm(StepForm):
    email = forms.EmailField(
        label=gettext_lazy("E-mail of the candidate"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("The private link for the confirmation goes there. Never published."),
        widget=forms.EmailInput(OFF),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone of the candidate"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("At least 10 digits. For the review alone. Never published."),
        widget=forms.TextInput({**OFF, "inputmode": "tel"}),
    )
    address = forms.CharField(
        label=gettext_lazy("Home address"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("For the review alone. Never published."),
        widget=forms.TextInput(OFF),
    )

    class Meta:
        model = Candidacy
        fields = list(STEP["work"].fields)

    layout = (
        *("workplace", "union_post", "primary_organisation", "industry", "party"),
        *("email", "phone", "address", "public_contacts"),
    )
    headings = {
        "workplace": gettext_lazy("Work and trade union"),
        "email": gettext_lazy("To reach the candidate"),
        "public_contacts": pgettext_lazy("heading", "For voters"),
    }

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        if phone and sum(character.isdecimal() for character in phone) < 10:
            raise ValidationError(_("A phone number has at least 10 digits."))
        return phone

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        branch = self.instance.registered_by
        below = branch.descendants(include_self=True).values("pk")
        near = Organisation.objects.filter(pk__in=below)
        if self.instance.region_id:
            near = near | Organisation.objects.filter(region=self.instance.region_id)
        chosen = Organisation.objects.filter(pk=self.instance.primary_organisation_id)
        self.fields["primary_organisation"].queryset = (
            (near | chosen).filter(kind=Organisation.Kind.PRIMARY).distinct()
        )
        for name in ("primary_organisation", "industry"):
            self.fields[name].empty_label = _("– choose –")
        if not self.fields["primary_organisation"].queryset.exists():
            del self.fields["primary_organisation"]


class TextsForm(StepForm):
    class Meta:
        model = Candidacy
        fields = list(STEP["texts"].fields)
        widgets = {"planks": forms.CheckboxSelectMultiple}

    layout = ("biography", "programme", "planks")
    rows = {"biography": 8, "programme": 12}
    counted = ("biography", "programme")
    help = {
        "biography": gettext_lazy("Published only with consent. An empty line begins a new paragraph."),
        "programme": gettext_lazy(
            "Always published. Say the same in both languages: numbers and dates are compared."
        ),
        "planks": gettext_lazy("Steps of the platform that the candidate supports. Readers see them."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        platform = self.instance.campaign.platform_id
        self.fields["planks"].queryset = (
            Plank.objects.filter(platform=platform) if platform else Plank.objects.none()
        )
        if not self.fields["planks"].queryset.exists():
            del self.fields["planks"]


class PhotoForm(StepForm):
    photo = forms.FileField(
        label=gettext_lazy("Choose a photo or take one"),
        required=False,
        help_text=gettext_lazy("JPEG, PNG or WebP, at most 10 MB. Place and device are taken out of it."),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )
    window = forms.ChoiceField(
        label=gettext_lazy("Which part is shown"),
        required=False,
        widget=forms.RadioSelect,
    )
    crop = forms.CharField(required=False, widget=forms.HiddenInput)
    remove = forms.BooleanField(label=gettext_lazy("Take the photo away"), required=False)

    class Meta:
        model = Candidacy
        fields = ["photo_alt_kk", "photo_alt_ru"]

    upload = "photo"
    layout = ("photo_alt",)
    help = {
        "photo_alt": gettext_lazy(
            "What the photo shows, for those who cannot see it: “A woman in a helmet at a machine”."
        ),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.windows = {}
        if self.instance.photo:
            self.windows = windows(self.instance.photo.width, self.instance.photo.height)
        wide = self.instance.photo and self.instance.photo.width * 5 > self.instance.photo.height * 4
        names = (
            (
                pgettext("part of a photo", "left"),
                pgettext("part of a photo", "middle"),
                pgettext("part of a photo", "right"),
            )
            if wide
            else (
                pgettext("part of a photo", "top"),
                pgettext("part of a photo", "middle"),
                pgettext("part of a photo", "bottom"),
            )
        )
        self.fields["window"].choices = list(zip(("first", "middle", "last"), names, strict=True))
        current = [name for name, box in self.windows.items() if box == self.instance.photo_crop]
        self.fields["window"].initial = (
            current[0] if current else ("" if self.instance.photo_crop else "middle")
        )
        self.fields["crop"].initial = ",".join(
            map(str, self.instance.photo_crop or self.windows.get("middle", ()))
        )

    def clean_crop(self):
        """[left, top, width, height] that the frame was drawn to, or None where nobody moved it."""
        text = self.cleaned_data["crop"]
        if not text or text == self.fields["crop"].initial:
            return None
        numbers = text.split(",")
        if len(numbers) != 4 or not all(
            part.isascii() and part.isdecimal() and len(part) < 6 for part in numbers
        ):
            raise ValidationError(_("Choose the part of the photo anew."))
        return [int(part) for part in numbers]

    def chosen_crop(self):
        """The part that is to be shown: as drawn, else the chosen third, else as it was."""
        if self.cleaned_data["crop"]:
            return self.cleaned_data["crop"]
        if "window" in self.changed_data or not self.instance.photo_crop:
            return self.windows.get(self.cleaned_data["window"], self.instance.photo_crop)
        return self.instance.photo_crop


class RulesForm(StepForm):
    """Only what the rule set of the campaign asks for this seat."""

    citizen = YesNo(label=gettext_lazy("Is the candidate a citizen of the Republic of Kazakhstan?"))
    residence_years = forms.IntegerField(
        label=gettext_lazy("How many full years the candidate has lived in Kazakhstan without a break"),
        required=False,
        min_value=0,
        max_value=120,
        widget=forms.NumberInput({**OFF, "inputmode": "numeric"}),
    )
    bars = Grounds(label=gettext_lazy("Does something bar the candidate from standing?"))
    other_seats = Grounds(label=gettext_lazy("Does the candidate already sit or stand elsewhere?"))
    given = forms.MultipleChoiceField(
        label=gettext_lazy("Statements that the candidate has given"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What is missing can be brought until the registration by the commission."),
    )
    deposit_paid = YesNo(label=gettext_lazy("Is the deposit paid?"))
    disabled = YesNo(
        unsaid=gettext_lazy("The candidate does not want to say"),
        label=gettext_lazy("Does the candidate have a disability?"),
        help_text=gettext_lazy("Voluntary and private. It is counted for the quota and never published."),
    )

    class Meta:
        model = Candidacy
        fields = list(STEP["rules"].fields)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = asked_of(self.instance)
        for rule, name in {Rule.CITIZENSHIP: "citizen", Rule.RESIDENCE: "residence_years"}.items():
            if rule not in asked.rules:
                del self.fields[name]
        self.offer(
            "bars", [*((bar.value, bar.label) for bar in asked.bars), (NONE, _("nothing of this applies"))]
        )
        self.offer("other_seats", [*((body.code, str(body)) for body in asked.seats), (NONE, _("nowhere"))])
        self.offer("given", [(row.code, row.name) for row in asked.statements])
        if asked.deposit is None:
            del self.fields["deposit_paid"]
        else:
            amount = number_format(asked.deposit, force_grouping=True)
            self.fields["deposit_paid"].help_text = _(
                "%(amount)s tenge. It can be paid until the registration by the commission."
            ) % {"amount": amount}

    def offer(self, name, choices):
        """Sets the choices of a field; where there is nothing to choose the question is not asked."""
        if [value for value, _label in choices if value != NONE]:
            self.fields[name].choices = choices
        else:
            del self.fields[name]


FORMS = {"person": PersonForm, "work": WorkForm, "texts": TextsForm, "photo": PhotoForm, "rules": RulesForm}
