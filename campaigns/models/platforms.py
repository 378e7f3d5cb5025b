"""The platform's planks: headed sections of a publication of kind `platform`, with what they want.

The text stands in the editions. A plank keeps its number for good, whatever is inserted, moved or reworded later.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from appeals.enums import Kind
from campaigns.models.campaigns import Objective, require_both_languages


class Plank(models.Model):
    """A numbered step of a platform (DOMAIN: қадам, шаг). Made by `campaigns.planks` when an edition is."""

    platform = models.ForeignKey(
        "appeals.Publication",
        verbose_name=_("platform"),
        on_delete=models.PROTECT,
        limit_choices_to={"kind": Kind.PLATFORM},
        related_name="planks",
    )
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    heading = models.CharField(_("heading"), max_length=500, editable=False)
    objective = models.ForeignKey(
        Objective,
        verbose_name=_("objective"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="planks",
    )
    initiative = models.TextField(
        _("legislative initiative"), blank=True, help_text=_("Which law is to change, and how.")
    )
    done = models.TextField(_("what was done"), blank=True)

    class Meta:
        verbose_name = _("plank")
        verbose_name_plural = _("planks")
        ordering = ["platform", "number"]
        constraints = [
            models.UniqueConstraint(name="plank_number_once", fields=["platform", "number"]),
        ]

    def __str__(self):
        return f"{self.number}. {self.heading}"

    def clean(self):
        super().clean()
        if self.objective_id and self.objective.campaign.platform_id != self.platform_id:
            raise ValidationError({"objective": _("This objective belongs to another campaign.")})
        require_both_languages(self, "initiative", "done")


class PlankSection(models.Model):
    """Which headed section of an edition is which plank. `position` counts the headings of the edition from 1."""

    edition = models.ForeignKey("appeals.Edition", on_delete=models.PROTECT, related_name="plank_sections")
    plank = models.ForeignKey(Plank, on_delete=models.PROTECT, related_name="sections")
    position = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("section of an edition")
        verbose_name_plural = _("sections of editions")
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(name="plank_section_one_plank", fields=["edition", "position"]),
            models.UniqueConstraint(name="plank_section_once", fields=["edition", "plank"]),
        ]

    def __str__(self):
        return f"{self.edition} · {self.position}"
