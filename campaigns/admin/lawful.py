"""What the pages of a rule set and of its bodies share: one act of change, through the door."""

from django.db import IntegrityError
from django.forms.widgets import Script
from django.utils.translation import gettext as _

from campaigns import lawmaking
from campaigns.admin.saving import SavedByDoor
from federation.refusals import Refused


class Lawful(SavedByDoor):
    """A page that changes one rule set, all of it in one act through `lawmaking.change`."""

    class Media:
        css = {"all": ["admin-portal/rules.css"]}
        js = [Script("admin-portal/rules.js", type="module")]

    def rule_set_of(self, instance):
        """The RuleSet that the row of this page belongs to."""
        raise NotImplementedError

    def has_delete_permission(self, request, obj=None):
        return False  # by a page of its own, through the door

    def has_change_permission(self, request, obj=None):
        living = obj is None or not self.rule_set_of(obj).is_history
        return living and super().has_change_permission(request, obj)

    def write(self, request, form, formsets):
        change = not form.instance._state.adding

        def rows():
            form.instance.save()
            super(SavedByDoor, self).save_related(request, form, formsets, change)

        details = told(form, formsets)
        try:
            lawmaking.change(self.rule_set_of(form.instance), request.user, rows, **details)
        except IntegrityError as error:
            raise Refused(_("Two rows exclude each other. Save them one after the other.")) from error


def told(form, formsets):
    """What the audit log tells of a change: {"fields": {name: [old, new]}, "rows": [...]}."""
    rows = []
    for formset in formsets:
        for row in formset.forms:
            if row in formset.deleted_forms:
                rows.append({"row": str(row.instance), "deleted": True})
            elif row.has_changed():
                rows.append({"row": str(row.instance), "fields": differences(row)})
    details = {"fields": differences(form), "rows": rows}
    return {name: value for name, value in details.items() if value}


def differences(form):
    return {
        name: [plain(form[name].initial), plain(form.cleaned_data.get(name))] for name in form.changed_data
    }


def plain(value):
    return value if value is None or isinstance(value, bool | int) else str(value)
