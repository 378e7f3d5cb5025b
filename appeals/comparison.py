"""How far the two languages of a text agree: title, lead and every block, with what people confirmed."""

from dataclasses import dataclass

from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from appeals.enums import Gap
from federation import parity

STALE = {
    "stale-kk": _("the Russian text changed, the Kazakh did not follow."),
    "stale-ru": _("the Kazakh text changed, the Russian did not follow."),
    "moved": _("it was moved in one language only."),
}


@dataclass(frozen=True)
class Part:
    """Title, lead or body, compared. `name` is "title", "lead" or "body"; `comparison` comes from `parity`."""

    name: str
    comparison: parity.Comparison

    def label(self, row):
        """How the place is called in a message and in `ParityOverride.block`: "title", "lead", "b7"."""
        return f"b{row.number}" if self.name == "body" else self.name


@dataclass(frozen=True)
class Agreement:
    """Everything that `publishing` and the panel beside the text need to know about the two languages."""

    parts: tuple[Part, ...]
    missing: tuple[str, ...]  # languages ("kk", "ru") without title or without body

    @property
    def rows(self):
        """(part, row) of every compared pair, in reading order."""
        return [(part, row) for part in self.parts for row in part.comparison.rows]

    @property
    def problems(self):
        """Differences nobody accepted, as `parity.Problem`s with a message each."""
        return [problem for part in self.parts for problem in part.comparison.problems]

    @property
    def stale(self):
        """(part, row) of the blocks that one language changed and the other did not follow."""
        return [(part, row) for part, row in self.rows if row.stale]

    @property
    def gap(self):
        """The one word for lists: the gravest of what is wrong."""
        if self.missing:
            return Gap.KK_MISSING if "kk" in self.missing else Gap.RU_MISSING
        if self.problems:
            return Gap.MISMATCH
        return Gap.STALE if self.stale else Gap.NONE

    @property
    def reasons(self):
        """Why the text cannot be published as it stands: sentences for the person, empty when it can."""
        names = {"kk": _("The Kazakh text is incomplete: it needs a title and a body."),
                 "ru": _("The Russian text is incomplete: it needs a title and a body.")}  # fmt: skip
        if self.missing:
            return [str(names[language]) for language in self.missing]
        reasons = []
        for part in self.parts:
            reasons += [str(problem.message) for problem in part.comparison.problems]
            reasons += [f"{row.place}: {STALE[row.state]}" for row in part.comparison.stale]
        return reasons


def agreement(publication):
    """Compares the working copy of `publication` as it stands in memory.

    Reads its confirmed pairs and overrides (two queries); writes nothing. Returns an `Agreement`.
    """
    confirmed, overridden = [], []
    if publication.pk:
        confirmed = list(
            publication.confirmed_pairs.order_by("confirmed_at", "pk").values_list("hash_kk", "hash_ru")
        )
        overridden = list(publication.overrides.values_list("hash_kk", "hash_ru"))

    def compare(name, kk, ru):
        called = {"title": _("Title"), "lead": _("Lead")}.get(name, "")
        return Part(name, parity.compare(kk, ru, confirmed=confirmed, overridden=overridden, name=called))

    def paragraph(text):
        return f"<p>{escape(text)}</p>" if text.strip() else ""

    parts = [compare("title", paragraph(publication.title_kk), paragraph(publication.title_ru))]
    if publication.lead_kk.strip() or publication.lead_ru.strip():
        parts.append(compare("lead", paragraph(publication.lead_kk), paragraph(publication.lead_ru)))
    parts.append(compare("body", publication.body_kk, publication.body_ru))
    missing = tuple(
        language
        for language in ("kk", "ru")
        if not getattr(publication, f"title_{language}").strip()
        or not getattr(publication, f"body_{language}").strip()
    )
    return Agreement(tuple(parts), missing)
