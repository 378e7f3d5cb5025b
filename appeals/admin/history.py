"""Who did what with a publication, every text it ever had, and the way back to an older one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appeals import differences, publishing
from appeals.enums import Move
from appeals.models import Topic
from appeals.models.imprint import LABELS
from appeals.moves import why_not
from federation.forms import whole_number
from federation.models import Region

LINES = (
    ("title", gettext_lazy("Title")),
    ("lead", gettext_lazy("Lead")),
    ("adoption_text", gettext_lazy("Adoption line")),
)


def compared(old, new):
    """Differences from `old` to `new` (rows of the history, editions or publications), language by language."""
    return [
        {
            "language": language,
            "lines": [
                (label, differences.words(before, after))
                for name, label in LINES
                for before, after in [[getattr(text, f"{name}_{language}", "") for text in (old, new)]]
                if before != after
            ],
            "changes": [
                change
                for change in differences.changes(
                    getattr(old, f"body_{language}"), getattr(new, f"body_{language}")
                )
                if change.state != "same"
            ],
        }
        for language in ("kk", "ru")
    ]


def placed(details, topics, regions):
    """What a move changed beside the text: sentences. topics: {slug: Topic}, regions: {ISO code: Region}; what is gone
    keeps its key."""
    said = []
    if "slug" in details:
        old, new = details["slug"]
        said.append(_("Address: %(old)s → %(new)s") % {"old": old, "new": new})
    if "campaign_material" in details:
        marked = details["campaign_material"][1]
        said.append(_("Marked as campaign material") if marked else _("No longer campaign material"))
    if "opinion_poll" in details:
        marked = details["opinion_poll"][1]
        said.append(_("Marked as results of a poll") if marked else _("No longer results of a poll"))
    for name in [name for name in LABELS if name in details]:
        old, new = (value or "—" for value in details[name])
        said.append(_("%(field)s: %(old)s → %(new)s") % {"field": LABELS[name], "old": old, "new": new})
    if "topics" in details:
        sides = [", ".join(str(topics.get(slug, slug)) for slug in side) or "—" for side in details["topics"]]
        said.append(_("Topics: %(old)s → %(new)s") % {"old": sides[0], "new": sides[1]})
    if "regions" in details:
        sides = [", ".join(str(regions.get(iso, iso)) for iso in side) or "—" for side in details["regions"]]
        said.append(_("Regions: %(old)s → %(new)s") % {"old": sides[0], "new": sides[1]})
    if "relays" in details:
        said.append(_("Relayed by: %(links)s") % {"links": ", ".join(details["relays"]) or "—"})
    return said


class HistoryPages:
    """History and revert, added to `PublicationAdmin`."""

    def get_urls(self):
        return [
            path(
                "<int:pk>/revert/<int:text>/",
                self.admin_site.admin_view(self.revert_view),
                name="appeals_publication_revert",
            ),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        """Moves, editions, texts; with ?from=ID&to=ID the difference between two texts."""
        publication = self.publication(request, whole_number(object_id))
        texts = list(
            publication.history.select_related("history_user")
            .order_by("-version", "-history_id")
            .defer(
                *(
                    f"{name}_{language}"
                    for name in ("lead", "body", "adoption_text")
                    for language in ("kk", "ru")
                )
            )
        )
        editions = list(publication.editions.select_related("publisher", "cancellation"))
        by_version = {edition.version: edition for edition in editions}
        for text in texts:
            text.edition = by_version.get(text.version)
        chosen = {str(text.history_id): text for text in texts}
        old, new = chosen.get(request.GET.get("from")), chosen.get(request.GET.get("to"))
        if not (old and new) and len(texts) > 1:
            old, new = texts[1], texts[0]
        if old and new:  # with the fields that the list does without
            rows = publication.history.in_bulk([old.pk, new.pk])
            old, new = rows[old.pk], rows[new.pk]
        topics = {topic.slug: topic for topic in Topic.objects.all()}
        regions = {region.iso: region for region in Region.objects.all()}
        moves = list(publication.moves.select_related("actor", "edition"))
        for move in moves:
            move.placed = (
                placed(move.details, topics, regions)
                if move.move in (Move.PLACE, Move.ACCEPT_NEUTRAL)
                else []
            )
        return self.page(
            request,
            "history.html",
            title=_("History"),
            publication=publication,
            moves=moves,
            editions=editions,
            texts=texts,
            old=old,
            new=new,
            comparison=compared(old, new) if old and new else None,
            asked="from" in request.GET,
            may_revert=why_not(Move.REVERT, publication, request.user) is None,
        )

    def revert_view(self, request, pk, text):
        """GET shows what would change in the working copy; POST copies the older text into it."""
        publication = self.publication(request, pk)
        refused = why_not(Move.REVERT, publication, request.user)
        if refused:
            raise PermissionDenied(refused)
        source = get_object_or_404(publication.history, history_id=text)
        reasons = []
        if request.method == "POST":
            try:
                publishing.revert(
                    publication,
                    request.user,
                    version=whole_number(request.POST.get("version")),
                    source=source,
                )
            except publishing.Refused as refusal:
                reasons = refusal.reasons
                publication = self.publication(request, pk)
            else:
                messages.success(request, _("The older text is in the working copy again."))
                return HttpResponseRedirect(
                    reverse("admin:appeals_publication_change", args=[publication.pk])
                )
        return self.page(
            request,
            "revert.html",
            title=_("Back to an older text"),
            status=409 if reasons else 200,
            publication=publication,
            source=source,
            reasons=reasons,
            comparison=compared(publication, source),
        )
