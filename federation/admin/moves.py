"""Pages of moves: GET asks and confirms, POST acts through a door and tells what became of it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from federation.admin.lists import WithCheckedList
from federation.refusals import Refused


@dataclass(frozen=True)
class MovePage:
    """A move and its page.

    name: part of the address. label: the button and heading, lazy. form: form class. act: function
    (instance, by, cleaned data) that calls the door; its `Refused` is shown in the form. done: message, lazy, or a
    function that makes it of the cleaned data.
    shown: function (instance, user) that says whether the move is possible now. initial: function (instance) that gives
    the form its first values. then: function (instance, what `act` returned) that says where to go, default the row's
    page. template, beside: the page, and a function (instance) that gives it more context.
    """

    name: str
    label: str
    form: type
    act: callable
    done: str | Callable
    shown: callable = lambda instance, user: True
    explanation: str = ""
    dangerous: bool = False
    initial: Callable | None = None
    then: Callable | None = None
    template: str = "federation/admin/move.html"
    beside: Callable = lambda instance: {}


class WithMoves(WithCheckedList):
    """Mixin of a ModelAdmin: `moves` on the page of one row, `list_moves` above the list.

    move_permission is asked for all of them; what the doors raise, `move_refusals`, is shown on the page.
    """

    move_permission = "federation.manage_people"
    move_refusals = (Refused,)
    moves = ()
    list_moves = ()
    autocomplete_in_moves = ()
    change_form_template = "federation/admin/change_form.html"
    change_list_template = "federation/admin/change_list.html"

    def get_urls(self):
        return [
            *(
                path(f"<int:pk>/{move.name}/", self._page(move), name=self._url_name(move))
                for move in self.moves
            ),
            *(path(f"{move.name}/", self._page(move), name=self._url_name(move)) for move in self.list_moves),
            *super().get_urls(),
        ]

    def _url_name(self, move):
        return f"{self.opts.app_label}_{self.opts.model_name}_{move.name}"

    def _page(self, move):
        def view(request, pk=None):
            return self._move(request, move, pk)

        return self.admin_site.admin_view(view)

    def _move(self, request, move, pk):
        if not request.user.has_perm(self.move_permission):
            raise PermissionDenied
        instance = None if pk is None else self.get_object(request, str(pk))
        if pk is not None and instance is None:
            raise Http404
        first = {"initial": move.initial(instance)} if move.initial else {}
        form = move.form(request.POST if request.method == "POST" else None, **first)
        self._autocomplete(form)
        if request.method == "POST" and form.is_valid():
            try:
                result = move.act(instance, request.user, form.cleaned_data)
            except self.move_refusals as refusal:
                form.add_error(None, refusal.reasons)
            else:
                messages.success(request, move.done(form.cleaned_data) if callable(move.done) else move.done)
                return redirect(move.then(instance, result) if move.then else self._back(pk))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "move": move,
            "title": move.label,
            "instance": instance,
            "form": form,
            "media": self.media + form.media,
            "back": self._back(pk),
            **move.beside(instance),
        }
        return TemplateResponse(request, move.template, context)

    def _back(self, pk):
        """The row's page, while there is such a row (an ended membership may be gone), else the list."""
        base = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        if pk and self.model.objects.filter(pk=pk).exists():
            return reverse(f"{base}_change", args=[pk])
        return reverse(f"{base}_changelist")

    def _autocomplete(self, form):
        """Choices of many rows are searched, not listed; dates get the admin's calendar."""
        from django.contrib.admin.widgets import AdminDateWidget, AutocompleteSelect
        from django.forms import DateField, ModelChoiceField

        for name, field in form.fields.items():
            if isinstance(field, ModelChoiceField) and name in self.autocomplete_in_moves:
                owner = self.autocomplete_in_moves[name]
                field.widget = AutocompleteSelect(owner, self.admin_site)
                field.widget.choices = field.choices
            elif isinstance(field, DateField):
                field.widget = AdminDateWidget()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        instance = self.get_object(request, object_id)
        buttons = []
        if instance and request.user.has_perm(self.move_permission):
            buttons = [
                (move, reverse(f"admin:{self._url_name(move)}", args=[instance.pk]))
                for move in self.moves
                if move.shown(instance, request.user)
            ]
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "moves": buttons})

    def changelist_view(self, request, extra_context=None):
        buttons = self.list_buttons(request)
        return super().changelist_view(request, {**(extra_context or {}), "moves": buttons})

    def list_buttons(self, request):
        """[(move, address)] of what stands above the list."""
        if not request.user.has_perm(self.move_permission):
            return []
        return [(move, reverse(f"admin:{self._url_name(move)}")) for move in self.list_moves]


class ReadOnly(WithCheckedList):
    """Mixin of a ModelAdmin whose rows change only through a door."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
