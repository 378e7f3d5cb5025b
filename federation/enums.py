"""Roles that a membership can give. What a role may do stands in `access.py` and `roles.py`."""

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
