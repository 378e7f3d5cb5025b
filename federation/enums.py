"""What many parts name: roles (what each may do: `access.py`, `roles.py`), matters of silence, time zones."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    EDITOR = "editor", pgettext_lazy("role", "editor")
    PUBLISHER = "publisher", pgettext_lazy("role", "publisher")
    BRANCH = "branch", pgettext_lazy("role", "branch")
    REGIONAL_HEADQUARTERS = "regional-headquarters", pgettext_lazy("role", "regional headquarters")
    HEADQUARTERS = "headquarters", pgettext_lazy("role", "headquarters")
    DATA_PROTECTION = "data-protection", pgettext_lazy("role", "data protection officer")
    ADMINISTRATOR = "administrator", pgettext_lazy("role", "administrator")


class Matter(models.TextChoices):
    """What a quiet period forbids to become newly public (DOMAIN §4, campaign rules that bind the site)."""

    CAMPAIGN = "campaign", pgettext_lazy("matter of a quiet period", "campaign material")
    POLLS = "polls", pgettext_lazy("matter of a quiet period", "results of opinion polls")


# Of Kazakhstan, named by their cities: since March 2024 all show the same hour.
ZONES = {
    "Asia/Almaty": pgettext_lazy("time zone", "Almaty"),
    "Asia/Aqtau": pgettext_lazy("time zone", "Aqtau"),
    "Asia/Aqtobe": pgettext_lazy("time zone", "Aqtobe"),
    "Asia/Atyrau": pgettext_lazy("time zone", "Atyrau"),
    "Asia/Oral": pgettext_lazy("time zone", "Oral"),
    "Asia/Qostanay": pgettext_lazy("time zone", "Qostanay"),
    "Asia/Qyzylorda": pgettext_lazy("time zone", "Qyzylorda"),
}
