"""The one tree of organisations: federation → industry union or territorial association → local → primary."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.models import TreeNode

from federation.identification import validate_bin
from federation.models.naming import Named


class Organisation(TreeNode, Named):
    """A trade union organisation. `descendants(include_self=False)` and `ancestors()` walk the tree."""

    class Kind(models.TextChoices):
        FEDERATION = "federation", pgettext_lazy("kind of organisation", "federation")
        INDUSTRY_UNION = "industry-union", pgettext_lazy("kind of organisation", "branch (industry) union")
        TERRITORIAL_ASSOCIATION = (
            "territorial-association",
            pgettext_lazy("kind of organisation", "territorial association"),
        )
        LOCAL = "local", pgettext_lazy("kind of organisation", "local organisation")
        PRIMARY = "primary", pgettext_lazy("kind of organisation", "primary organisation")

    # Small unions have no local level: their primary organisations hang on the union itself.
    PARENT_KINDS = {
        Kind.FEDERATION: (),
        Kind.INDUSTRY_UNION: (Kind.FEDERATION,),
        Kind.TERRITORIAL_ASSOCIATION: (Kind.FEDERATION,),
        Kind.LOCAL: (Kind.INDUSTRY_UNION, Kind.TERRITORIAL_ASSOCIATION),
        Kind.PRIMARY: (Kind.LOCAL, Kind.INDUSTRY_UNION, Kind.TERRITORIAL_ASSOCIATION),
    }

    parent = TreeNodeForeignKey(
        "self",
        blank=True,
        null=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("belongs to"),
    )
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    short_name = models.CharField(_("short name"), max_length=100, blank=True)
    bin = models.CharField(_("BIN"), max_length=12, blank=True, validators=[validate_bin])
    region = models.ForeignKey(
        "federation.Region", null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("region")
    )
    district = models.ForeignKey(
        "federation.District", null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("district")
    )
    industry = models.ForeignKey(
        "federation.Industry", null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("industry")
    )

    class Meta(Named.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                name="only_the_federation_is_a_root",
                condition=Q(kind="federation", parent=None)
                | (~Q(kind="federation") & Q(parent__isnull=False)),
                violation_error_message=_(
                    "Only the federation stands at the root; say what the organisation belongs to."
                ),
            ),
            models.UniqueConstraint(
                name="one_federation",
                fields=["kind"],
                condition=Q(kind="federation"),
                violation_error_message=_("The tree already has its federation."),
            ),
            models.UniqueConstraint(
                name="bin_is_unique",
                fields=["bin"],
                condition=~Q(bin=""),
                violation_error_message=_("Another organisation has this BIN."),
            ),
            models.CheckConstraint(
                name="bin_has_twelve_digits",
                condition=Q(bin="") | Q(bin__regex=r"^[0-9]{12}$"),
                violation_error_message=_("A BIN has 12 digits."),
            ),
            models.UniqueConstraint(
                name="organisation_is_named_once_under_its_parent",
                fields=["parent", "name_kk"],
                violation_error_message=_("An organisation of this name already stands there."),
            ),
        ]

    def __str__(self):
        return self.short_name or super().__str__()

    def clean(self):
        """Refuses a parent of a wrong kind, a kind unfit for the children, a district of another region."""
        super().clean()  # refuses loops
        errors = {}
        allowed = self.PARENT_KINDS.get(self.kind, ())
        if self.parent and self.parent.kind not in allowed:
            errors["parent"] = _("“%(child)s” cannot belong to “%(parent)s”.") % {
                "child": self.get_kind_display(),
                "parent": self.parent.get_kind_display(),
            }
        if self.pk and not errors:
            misfits = [kind for kind, parents in self.PARENT_KINDS.items() if self.kind not in parents]
            if self.children.filter(kind__in=misfits).exists():
                errors["kind"] = _("Organisations that belong to this one cannot belong to this kind.")
        if self.district and self.district.region_id != self.region_id:
            errors["district"] = _("The district lies in another region.")
        if errors:
            raise ValidationError(errors)
