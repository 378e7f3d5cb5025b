"""What goes with a publication: topics, signatories, relays, former addresses."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from appeals.enums import Language
from appeals.models.editions import Edition
from federation.sealing import keyed_hash


class Topic(models.Model):
    """A subject under which readers find publications, named in both languages."""

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("address"), max_length=60, unique=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["slug"]

    def __str__(self):
        return self.name or self.slug


class Signatory(models.Model):
    """A person who signed the act, with the office held on that date."""

    publication = models.ForeignKey(
        "appeals.Publication", on_delete=models.CASCADE, related_name="signatories"
    )
    name = models.CharField(_("full name"), max_length=150)
    office = models.CharField(_("office"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name or self.name_kk or self.name_ru


class Relay(models.Model):
    """An outlet that relayed the publication. Added as it happens: it does not touch the text."""

    publication = models.ForeignKey("appeals.Publication", on_delete=models.CASCADE, related_name="relays")
    outlet = models.CharField(_("outlet"), max_length=150)
    url = models.URLField(_("link"), max_length=500)
    language = models.CharField(_("language"), max_length=2, choices=Language)

    class Meta:
        verbose_name = _("relay")
        verbose_name_plural = _("relays")
        ordering = ["outlet", "language", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "url"],
                name="relay_once",
                violation_error_message=_("This link is already listed."),
            )
        ]

    def __str__(self):
        return self.outlet


class FormerAddressQuerySet(models.QuerySet):
    def known(self):
        """Addresses of items that were public: others must not betray the address of a draft."""
        released = Edition.objects.released().filter(publication=OuterRef("publication"))
        return self.filter(Exists(released))


class FormerAddress(models.Model):
    """An address that leads to the publication for good.

    Either a former slug ("jana-undeu") or, for the archive, a path of the old site that begins with a slash,
    with its query if it had one ("/news/1234.html", "/?p=77"). Of an item whose text was removed for good only
    `buried` slugs stay: an address is made from the title, and may hold a name.
    """

    BURIED = "hash:"

    publication = models.ForeignKey(
        "appeals.Publication", on_delete=models.CASCADE, related_name="former_addresses"
    )
    address = models.CharField(_("former address"), max_length=500, unique=True)

    objects = FormerAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["address"]

    def __str__(self):
        return self.address

    @classmethod
    def buried(cls, slug):
        """What stays of a slug, to know it again when somebody asks for it."""
        return cls.BURIED + keyed_hash(slug)
