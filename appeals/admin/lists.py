"""The list of publications: what its columns say and what it can be filtered by."""

import re

from django.contrib import admin
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appeals import waiting
from appeals.enums import Gap
from appeals.models import Edition, Publication
from federation import languages


class PublicState(admin.SimpleListFilter):
    """What readers see of an item, whatever the working copy looks like."""

    title = _("for readers")
    parameter_name = "public"

    def lookups(self, request, model_admin):
        return [
            ("public", pgettext_lazy("filter", "published")),
            ("changed", pgettext_lazy("filter", "published, with changes not yet published")),
            ("scheduled", pgettext_lazy("filter", "scheduled")),
            ("withdrawn", pgettext_lazy("filter", "withdrawn")),
            ("never", pgettext_lazy("filter", "never published")),
        ]

    def queryset(self, request, queryset):
        now = timezone.now()
        if self.value() == "public":
            return queryset.filter(pk__in=Publication.objects.public(now).values("pk"))
        if self.value() == "changed":
            known = queryset.filter(pk__in=Publication.objects.public(now).values("pk"))
            return known.exclude(last_version=F("version"))
        if self.value() == "scheduled":
            waiting = Q(editions__public_from__gt=now, editions__cancellation=None)
            return queryset.filter(pk__in=Publication.objects.filter(waiting).values("pk"))
        if self.value() == "withdrawn":
            return queryset.exclude(withdrawn_at=None)
        if self.value() == "never":
            return queryset.filter(editions=None)
        return queryset


class Waits(admin.SimpleListFilter):
    """What waits for the person: the lists to which the cards of the desk lead."""

    title = _("waits for me")
    parameter_name = "waits"

    def lookups(self, request, model_admin):
        return [(name, title) for name, (title, _found) in waiting.lists(request.user).items()]

    def queryset(self, request, queryset):
        lists = waiting.lists(request.user)
        if self.value() not in lists:
            return queryset
        _title, found = lists[self.value()]
        return queryset.filter(pk__in=found.values("pk"))


class Search:
    """The search over the list: titles, addresses, numbers of decisions, and the words of what was published."""

    def get_search_results(self, request, queryset, search_term):
        found, duplicates = super().get_search_results(request, queryset, search_term)
        words = re.findall(r"\w+", languages.fold(search_term))
        if not words:
            return found, duplicates
        query = SearchQuery(" & ".join(f"{word}:*" for word in words), config="simple", search_type="raw")
        said = Edition.objects.alias(
            # Expressions that have an index.
            words_kk=SearchVector("search_kk", config="simple"),
            words_ru=SearchVector("search_ru", config="simple"),
        ).filter(Q(words_kk=query) | Q(words_ru=query))
        either = Q(pk__in=found.values("pk")) | Q(pk__in=said.values("publication"))
        return queryset.filter(either), duplicates


class ListColumns:
    """Columns of the list. `get_queryset` adds `with_state()`, so that no row costs a query."""

    @admin.display(description=_("publication"), ordering="title_kk")
    def heading(self, publication):
        return render_to_string("appeals/admin/columns/heading.html", {"publication": publication})

    @admin.display(description=_("state"), ordering="status")
    def state(self, publication):
        return render_to_string("appeals/admin/columns/state.html", {"publication": publication})

    @admin.display(description=_("languages"), ordering="gap")
    def agreement(self, publication):
        context = {"publication": publication, "agrees": publication.gap == Gap.NONE}
        return render_to_string("appeals/admin/columns/gap.html", context)

    @admin.display(description=_("changed"), ordering="changed_at")
    def changed(self, publication):
        return render_to_string("appeals/admin/columns/changed.html", {"publication": publication})
