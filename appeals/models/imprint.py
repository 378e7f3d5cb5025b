"""The imprint of campaign material: who made it, who ordered it, from which funds (DOMAIN §4)."""

import unicodedata

from django.db import models
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("kk", "ru")
# Demanded of all campaign material, and of what is printed as well.
ALWAYS = ("imprint_producer", "imprint_orderer", "imprint_funds")
PRINTED = ("imprint_place",)
IMPRINT_FIELDS = (
    *(f"{name}_{language}" for name in (*ALWAYS, *PRINTED) for language in LANGUAGES),
    "circulation",
)
LABELS = {
    "imprint_producer_kk": _("Produced by, in Kazakh"),
    "imprint_producer_ru": _("Produced by, in Russian"),
    "imprint_orderer_kk": _("Ordered by, in Kazakh"),
    "imprint_orderer_ru": _("Ordered by, in Russian"),
    "imprint_funds_kk": _("Paid from, in Kazakh"),
    "imprint_funds_ru": _("Paid from, in Russian"),
    "imprint_place_kk": _("Place of printing, in Kazakh"),
    "imprint_place_ru": _("Place of printing, in Russian"),
    "circulation": _("Circulation"),
}


# As readers see it, in this order.
SHOWN = {
    "imprint_producer": _("Produced by"),
    "imprint_orderer": _("Ordered by"),
    "imprint_funds": _("Paid from"),
    "imprint_place": _("Place of printing"),
}


# Letters by their category that show nothing: fillers of Hangul.
FILLERS = "\u115f\u1160\u3164\uffa0"


def says_something(text):
    """Whether a part of an imprint can be read: it has at least two letters that are seen, in any script."""
    letters = [
        sign
        for sign in unicodedata.normalize("NFKC", text)
        if unicodedata.category(sign).startswith("L") and sign not in FILLERS
    ]
    return len(letters) >= 2


class Imprinted(models.Model):
    """Whether an item is campaign material or tells of a poll, and its imprint in both languages.

    None of it is text: it is public at once, without review, and stands in the history of moves.
    """

    campaign_material = models.BooleanField(
        _("campaign material"),
        default=False,
        help_text=_(
            "It calls for or against candidates, a party or a question of a referendum. It needs its imprint to be "
            "published; in a quiet period it leaves the home page, lists and feeds and cannot be published. The mark "
            "is not simply taken away: one person proposes it with a reason, another decides, and an edit of the text "
            "brings it back. A platform is always marked."
        ),
    )
    opinion_poll = models.BooleanField(
        _("reports results of an opinion poll"),
        default=False,
        help_text=_(
            "From five days before the voting to its end such an item cannot be published and leaves the home page, "
            "lists and feeds."
        ),
    )
    imprint_producer = models.CharField(
        _("produced by"), max_length=300, blank=True, help_text=_("Who made the material.")
    )
    imprint_orderer = models.CharField(
        _("ordered by"), max_length=300, blank=True, help_text=_("Who ordered the material.")
    )
    imprint_funds = models.CharField(
        _("paid from"),
        max_length=300,
        blank=True,
        help_text=_("From which funds it is paid, for example: the election fund of the candidate."),
    )
    imprint_place = models.CharField(
        _("place of printing"),
        max_length=300,
        blank=True,
        help_text=_("Only for print: without place and circulation the page does not print its text."),
    )
    circulation = models.PositiveIntegerField(
        _("circulation"), null=True, blank=True, help_text=_("Only for print: number of copies.")
    )

    class Meta:
        abstract = True

    def imprint_record(self):
        """What an edition keeps of the imprint: {"producer_kk", …, "place_ru", "circulation"}; {} when not needed."""
        if not self.campaign_material:
            return {}
        return {name.removeprefix("imprint_"): getattr(self, name) for name in IMPRINT_FIELDS}

    def imprint_missing(self):
        """Names of the fields that campaign material lacks to be public, such as "imprint_funds_ru"; [] if none."""
        if not self.campaign_material:
            return []
        names = [f"{name}_{language}" for name in ALWAYS for language in LANGUAGES]
        return [name for name in names if not says_something(getattr(self, name))]

    def imprint_lines(self, language=None):
        """[(label, value)] for readers in `language` ("kk" or "ru", default the active one); [] when not needed."""
        language = language or get_language()
        if not self.campaign_material:
            return []
        with override(language):
            lines = [(str(label), getattr(self, f"{name}_{language}")) for name, label in SHOWN.items()]
            lines.append((str(LABELS["circulation"]), self.circulation))
        return [(label, value) for label, value in lines if value]

    @property
    def prints(self):
        """Whether the text may be printed: campaign material also names place and circulation on paper."""
        if not self.campaign_material:
            return True
        places = [getattr(self, f"{name}_{language}") for name in PRINTED for language in LANGUAGES]
        return not self.imprint_missing() and all(map(says_something, places)) and bool(self.circulation)
