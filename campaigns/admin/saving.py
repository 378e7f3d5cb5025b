"""A form whose saving is one act of a door: what the door refuses stands on the form, with all that was typed."""

from campaigns.admin.base import CampaignsAdmin
from campaigns.campaigning import Overtaken, Refused


class SavedByDoor(CampaignsAdmin):
    """Forms of these pages can refuse (`forms.base.CanRefuse`); `write` calls the door with everything at once."""

    actions = None

    def write(self, request, form, formsets):
        """Calls the door, which may raise Refused."""
        raise NotImplementedError

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            request.refusal = refusal.reasons
            request.overtaken = isinstance(refusal, Overtaken)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def save_model(self, request, obj, form, change):
        """Nothing yet: the row is saved together with what hangs on it."""

    def save_related(self, request, form, formsets, change):
        self.write(request, form, formsets)

    def construct_change_message(self, request, form, formsets, add=False):
        """Of the form alone: the audit log tells the rest."""
        return super().construct_change_message(request, form, [], add)
