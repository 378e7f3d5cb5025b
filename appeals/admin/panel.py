"""The panel under the text: block beside block, with what differs, what is out of date, and what to do about it."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from appeals import differences
from appeals.comparison import agreement
from appeals.enums import Move
from appeals.models import Publication
from appeals.models.publications import LANGUAGES
from appeals.moves import why_not
from federation import blocks

TYPED = tuple(f"{name}_{language}" for name in ("title", "lead", "body") for language in LANGUAGES)


@dataclass(frozen=True)
class PanelRow:
    """A compared pair as the template shows it.

    since: per language the word diff since the confirmation. alone: the other language is incomplete and has nothing
    here at all, which is said once, above the rows.
    """

    part: str
    place: str
    compared: object
    since: dict
    alone: bool

    @property
    def concerns(self):
        """Whether somebody has to look at it."""
        return self.compared.stale or (bool(self.compared.problems) and not self.alone)

    @property
    def differs(self):
        return bool(self.compared.problems) and not self.compared.overridden and not self.alone


def panel(publication, user, *, buttons=True):
    """Context of `panel.html` for the text of `publication` as it stands in memory (saved or just typed).

    buttons: whether it stands in a form that knows what to do with them.
    """
    state = agreement(publication)
    stale = [row for _part, row in state.rows if row.stale]
    pairs = list(publication.confirmed_pairs.order_by("-confirmed_at")) if stale else []
    rows = [
        PanelRow(part.name, part.label(row), row, _since(row, pairs), _unwritten(part) in state.missing)
        for part, row in state.rows
    ]
    buttons = buttons and bool(publication.pk)
    return {
        "missing": state.missing,
        "rows": rows,
        "problems": sum(1 for row in rows if row.differs),
        "stale": len(stale),
        "concerned": any(row.concerns for row in rows),
        "confirmable": any(
            row.compared.kk
            and row.compared.ru
            and row.compared.state != "confirmed"
            and not row.compared.problems
            for row in rows
        ),
        "may_confirm": buttons and why_not(Move.CONFIRM, publication, user) is None,
        "may_accept": buttons and why_not(Move.OVERRIDE, publication, user) is None,
    }


def _unwritten(part):
    """The language in which nothing of this part was written, or None."""
    for language in LANGUAGES:
        if part.comparison.rows and all(getattr(row, language) is None for row in part.comparison.rows):
            return language
    return None


def _since(row, pairs):
    """What changed on the side that was edited since its neighbour was last confirmed."""
    if not row.stale or not (row.kk and row.ru):
        return {}
    for pair in pairs:
        if pair.hash_kk == row.kk.hash:
            return {"ru": differences.words(pair.text_ru, row.ru.text)}
        if pair.hash_ru == row.ru.hash:
            return {"kk": differences.words(pair.text_kk, row.kk.text)}
    return {}


class PanelPages:
    """The view that renders the panel anew while somebody types."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.panel_view)
        return [
            path("agreement/", view, name="appeals_publication_panel_new"),
            path("<int:pk>/agreement/", view, name="appeals_publication_panel"),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def panel_view(self, request, pk=None):
        """POST with the typed texts; answers with the panel as HTML. Saves nothing."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        publication = self.publication(request, pk) if pk else Publication()
        for name in TYPED:
            typed = request.POST.get(name, "")
            setattr(publication, name, blocks.clean(typed) if name.startswith("body") else typed.strip())
        context = {"agreement": panel(publication, request.user), "publication": publication}
        return HttpResponse(render_to_string("appeals/admin/panel.html", context, request))
