"""The vocabulary of publications: kinds, states, moves (DESIGN: states; DOMAIN: glossary)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    APPEAL = "appeal", pgettext_lazy("kind of publication", "appeal")
    STATEMENT = "statement", pgettext_lazy("kind of publication", "statement")
    RULING = "ruling", pgettext_lazy("kind of publication", "ruling")
    NEWS = "news", pgettext_lazy("kind of publication", "news")
    NOTICE = "notice", pgettext_lazy("kind of publication", "notice")
    PAGE = "page", pgettext_lazy("kind of publication", "page")
    PLATFORM = "platform", pgettext_lazy("kind of publication", "election platform")
    MEETING = "meeting", pgettext_lazy("kind of publication", "report of a meeting")


# What people write themselves: the report of a meeting is built from the meeting's record.
WRITTEN = tuple(kind for kind in Kind if kind != Kind.MEETING)


class Section(models.TextChoices):
    """Where the kinds stand in the portal: the first part of an address after the language."""

    APPEALS = "appeals", _("Appeals")
    NEWS = "news", _("News")
    PAGES = "pages", _("Pages")
    PLATFORMS = "platforms", _("Election platforms")

    @property
    def kinds(self):
        return tuple(kind for kind, section in SECTION_OF.items() if section is self)


SECTION_OF = {
    Kind.APPEAL: Section.APPEALS,
    Kind.STATEMENT: Section.APPEALS,
    Kind.RULING: Section.APPEALS,
    Kind.NEWS: Section.NEWS,
    Kind.NOTICE: Section.NEWS,
    Kind.PAGE: Section.PAGES,
    Kind.PLATFORM: Section.PLATFORMS,
    Kind.MEETING: Section.NEWS,
}


class Status(models.TextChoices):
    """State of the working copy. What the public sees follows from editions and the clock instead."""

    DRAFT = "draft", pgettext_lazy("state of a text", "draft")
    IN_REVIEW = "in-review", pgettext_lazy("state of a text", "under review")
    APPROVED = "approved", pgettext_lazy("state of a text", "approved")


class Gap(models.TextChoices):
    """What stands between the two languages of a working copy; kept by `publishing` for lists and filters."""

    NONE = "none", pgettext_lazy("language gap", "languages agree")
    KK_MISSING = "kk-missing", pgettext_lazy("language gap", "Kazakh is missing")
    RU_MISSING = "ru-missing", pgettext_lazy("language gap", "Russian is missing")
    MISMATCH = "mismatch", pgettext_lazy("language gap", "languages differ")
    STALE = "stale", pgettext_lazy("language gap", "translation is out of date")


class Move(models.TextChoices):
    CREATE = "create", pgettext_lazy("move", "created")
    IMPORT = "import", pgettext_lazy("move", "imported")
    EDIT = "edit", pgettext_lazy("move", "edited")
    PLACE = "place", pgettext_lazy("move", "changed address, marks, imprint or topics")
    REVERT = "revert", pgettext_lazy("move", "reverted to an older text")
    CONFIRM = "confirm", pgettext_lazy("move", "confirmed that the languages agree")
    OVERRIDE = "override", pgettext_lazy("move", "accepted a difference")
    SUBMIT = "submit", pgettext_lazy("move", "submitted for review")
    RETURN = "return", pgettext_lazy("move", "returned for revision")
    APPROVE = "approve", pgettext_lazy("move", "approved")
    PUBLISH = "publish", pgettext_lazy("move", "published")
    UNSCHEDULE = "unschedule", pgettext_lazy("move", "took off the schedule")
    WITHDRAW = "withdraw", pgettext_lazy("move", "withdrawn")
    RESTORE = "restore", pgettext_lazy("move", "restored")
    REDACT = "redact", pgettext_lazy("move", "text removed for good")
    PROPOSE_NEUTRAL = "propose-neutral", pgettext_lazy("move", "proposed as no campaign material")
    ACCEPT_NEUTRAL = "accept-neutral", pgettext_lazy("move", "decided: no campaign material")
    DECLINE_NEUTRAL = "decline-neutral", pgettext_lazy("move", "decided: stays campaign material")


# Who made one of these has written in the working copy and cannot publish it (four eyes).
WRITING = (Move.CREATE, Move.IMPORT, Move.EDIT, Move.REVERT)


class Significance(models.TextChoices):
    MAJOR = "major", pgettext_lazy("significance of a change", "major change")
    MINOR = "minor", pgettext_lazy("significance of a change", "minor change")


class AdoptingBody(models.TextChoices):
    """Bodies of the federation that adopt acts (DOMAIN §1)."""

    CONGRESS = "congress", _("Congress")
    GENERAL_COUNCIL = "general-council", _("General Council")
    EXECUTIVE_COMMITTEE = "executive-committee", _("Executive Committee")


class Language(models.TextChoices):
    KK = "kk", _("Kazakh")
    RU = "ru", _("Russian")
