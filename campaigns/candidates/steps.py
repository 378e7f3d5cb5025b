"""The data of a candidacy in the order in which a branch enters them, and what of them readers may see."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.enums import Scope
from campaigns.models import Candidacy


def both(*names):
    """["name_kk", "name_ru", …] of translated fields."""
    return tuple(f"{name}_{code}" for name in names for code in ("kk", "ru"))


@dataclass(frozen=True)
class Step:
    """One page of the registration. fields: columns of Candidacy; `iin` is that of the person."""

    name: str
    label: str
    fields: tuple[str, ...] = ()


STEPS = (
    Step(
        "seat",
        _("Where the candidate stands"),
        ("system", "constituency", "region", "nominator", *both("nominator_name")),
    ),
    Step("person", _("The person"), ("iin", *both("family_name", "given_name", "patronymic"))),
    Step(
        "work",
        _("Work, union and contacts"),
        (
            *both("workplace", "union_post", "party"),
            *("industry", "primary_organisation", "public_contacts", "phone", "email", "address"),
        ),
    ),
    Step("texts", _("Biography and programme"), (*both("biography", "programme"), "planks")),
    Step("photo", pgettext_lazy("step of the registration", "Photo"), ("photo", *both("photo_alt"))),
    Step(
        "rules",
        _("What the law asks"),
        ("citizen", "residence_years", "bars", "other_seats", "given", "deposit_paid", "disabled"),
    ),
    Step("documents", pgettext_lazy("step of the registration", "Documents"), ("documents",)),
    Step("consent", pgettext_lazy("step of the registration", "Consent"), ("consent",)),
    Step("overview", _("Check and submit")),
)
STEP = {step.name: step for step in STEPS}
STEP_OF = {field: step for step in STEPS for field in step.fields}

# What readers see at all: with any consent, or with that to its scope (DESIGN §6). The rest is private for ever.
ALWAYS_PUBLIC = (*both("family_name", "given_name", "patronymic", "nominator_name", "programme"), "planks")
PUBLIC_WITH = {
    Scope.PHOTO: ("photo", "photo_crop", *both("photo_alt")),
    Scope.BIRTH_DATE: ("birth_date",),
    Scope.BIOGRAPHY: both("biography"),
    Scope.WORKPLACE: (*both("workplace"), "industry"),
    Scope.UNION_POST: (*both("union_post"), "primary_organisation"),
    Scope.PARTY: both("party"),
    Scope.CONTACTS: ("public_contacts",),
}
# What a branch may ask to change after the approval; contacts of the candidate among them, never the identity's number.
CHANGEABLE = (
    *both("family_name", "given_name", "patronymic", "nominator_name", "workplace", "union_post", "party"),
    *both("biography", "programme", "photo_alt"),
    *("industry", "primary_organisation", "public_contacts", "phone", "email", "address"),
)
# Shown to the candidate as public in any case: whoever is public stands somewhere.
ALWAYS_SHOWN = tuple(dict.fromkeys((*STEP["seat"].fields, *ALWAYS_PUBLIC)))
# A change of one of these is a change of what the candidate confirmed.
CONFIRMED = (*ALWAYS_SHOWN, *(name for names in PUBLIC_WITH.values() for name in names))


def label_of(name):
    """How people call a field of a step: lazy, or in the active language."""
    if name == "iin":
        return _("IIN")
    return STEP[name].label if name in STEP else Candidacy._meta.get_field(name).verbose_name
