"""The menus of the portal, which staff compose in the admin."""

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from appeals.enums import Kind, Section
from appeals.models import Edition


class Place(models.TextChoices):
    MAIN = "main", _("Main menu")
    FOOTER = "footer", _("Footer menu")
    HOME = "home", _("Introduction on the home page")


# Sections that an entry may lead to: their addresses and names.
SECTIONS = {
    Section.APPEALS.value: ("appeals:appeals", Section.APPEALS.label),
    Section.NEWS.value: ("appeals:news", Section.NEWS.label),
    "campaigns": ("campaigns:list", _("Campaigns")),
    "join": ("campaigns:join", _("Join the trade union")),
}


class MenuItemQuerySet(models.QuerySet):
    def for_readers(self):
        """List of the items that lead somewhere now: a page without a public edition is left out.

        So is a page that is campaign material in a silence, or a poll in its ban: menus stand on every page.

        Annotation edition: of the page's newest edition {"title_kk", "title_ru", "lead_kk", "lead_ru"}, else None.
        """
        fields = [f"{name}_{language}" for name in ("title", "lead") for language in ("kk", "ru")]
        page = Edition.objects.promoted().filter(publication=OuterRef("publication"))
        items = self.annotate(
            edition=Subquery(page.values(said=JSONObject(**{field: field for field in fields}))[:1])
        )
        # The texts of the working copy, which the page's row holds too, are not read.
        own = [field.attname for field in self.model._meta.concrete_fields]
        items = items.select_related("publication").only(*own, "publication__kind", "publication__slug")
        # Left out here: a condition of the query would find every edition a second time, on every page.
        return [item for item in items if item.publication_id is None or item.edition is not None]


class MenuItem(models.Model):
    """A line of a menu. It leads to exactly one of: a page, a section of the portal, another address."""

    place = models.CharField(_("place"), max_length=10, choices=Place, default=Place.MAIN)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    label = models.CharField(
        _("label"),
        max_length=60,
        blank=True,
        help_text=_("Empty: the title of the page or the name of the section."),
    )
    publication = models.ForeignKey(
        "appeals.Publication",
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        limit_choices_to={"kind": Kind.PAGE},
        related_name="+",
    )
    section = models.CharField(
        _("section"),
        max_length=10,
        choices=[(section, label) for section, (_address, label) in SECTIONS.items()],
        blank=True,
    )
    url = models.URLField(_("other address"), max_length=500, blank=True)

    objects = MenuItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("menu item")
        verbose_name_plural = _("menus")
        ordering = ["place", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="menu_item_has_one_target",
                condition=(
                    Q(publication__isnull=False, section="", url="")
                    | (Q(publication=None, url="") & ~Q(section=""))
                    | (Q(publication=None, section="") & ~Q(url=""))
                ),
                violation_error_message=_("Choose exactly one target: a page, a section or another address."),
            ),
            models.CheckConstraint(
                name="menu_item_address_has_a_label",
                condition=Q(url="") | (~Q(label_kk="") & ~Q(label_ru="")),
                violation_error_message=_("Another address needs a label in both languages."),
            ),
        ]

    def __str__(self):
        return self.label or self.get_section_display() or self.url or str(self.publication)
