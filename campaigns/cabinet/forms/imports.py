"""The upload of a table of candidates."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.candidates import access
from campaigns.models import Pool
from federation.models import Organisation


class UploadForm(forms.Form):
    """user: of the branch; now: aware. What there is one of is chosen already."""

    pool = forms.ModelChoiceField(queryset=Pool.objects.none(), label=_("Pool"), empty_label=None)
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=_("For the organisation"), empty_label=None
    )
    file = forms.FileField(
        label=_("Table (XLSX or CSV)"),
        help_text=_("Up to 5000 rows and 10 MB."),
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )

    def __init__(self, data=None, files=None, *, user, now=None):
        super().__init__(data, files)
        self.fields["pool"].queryset = open_pools(now)
        own = Organisation.objects.filter(pk__in=access.places(user)["branch"])
        self.fields["organisation"].queryset = own
        if len(own) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.fields["organisation"].initial = own[0].pk


def open_pools(now=None):
    """Pools that take drafts at `now` (aware, default the clock)."""
    found = Pool.objects.filter(closes_at__gt=now or timezone.now(), campaign__announced_at__isnull=False)
    return found.select_related("campaign", "body")
