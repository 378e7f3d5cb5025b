"""Forms of a task as it is given and changed: what for, who does it, what counts, until when."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from campaigns.cabinet.forms.fields import Version
from campaigns.enums import Tier
from campaigns.headquarters import access
from campaigns.headquarters.people import BELOW
from campaigns.models import Campaign, Task
from campaigns.models.campaigns import require_both_languages
from campaigns.models.tasks import RUNS_ON

EVERYWHERE = "everywhere"
# Names of the groups in which headquarters stand where one of them is chosen.
GROUPS = {
    Tier.REPUBLICAN: pgettext_lazy("group of headquarters", "Republican headquarters"),
    Tier.REGIONAL: pgettext_lazy("group of headquarters", "Regional headquarters"),
    Tier.DISTRICT: pgettext_lazy("group of headquarters", "District headquarters"),
    Tier.POINT: pgettext_lazy("group of headquarters", "Public points"),
}


def by_region(headquarters):
    """The key by which headquarters stand in their group: by region, then by name, in the reader's alphabet."""
    region = headquarters.region.sort_key if headquarters.region else ""
    return region, headquarters.sort_key, headquarters.pk


def running(day):
    """[Campaign] for which tasks can be given on the local date `day`: the nearest vote first, those whose vote is over
    last."""
    found = Campaign.objects.filter(voting_on__gte=day - RUNS_ON, objectives__isnull=False).distinct()
    return sorted(found, key=lambda row: (row.voting_on < day, row.voting_on, row.pk))


class TaskFields(forms.ModelForm):
    """What a leader writes of a task; the door saves it, the instance stays as it is stored."""

    target = forms.IntegerField(
        label=pgettext_lazy("of a task", "Target"), min_value=1, max_value=1_000_000_000, initial=1
    )
    checklist = forms.CharField(
        label=gettext_lazy("Checklist"),
        required=False,
        max_length=6000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("One step a line, in the language of those who do it or in both."),
    )

    class Meta:
        model = Task
        fields = (
            *("objective", "title_kk", "title_ru", "text_kk", "text_ru"),
            *("target", "unit", "due_on", "priority"),
        )
        widgets = {"due_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args, campaign, **options):
        super().__init__(*args, **options)
        # Long sentences: a phone shows all of each in a list of buttons, but not in a select.
        self.fields["objective"] = forms.ModelChoiceField(
            campaign.objectives.all(),
            label=pgettext("of a campaign", "Objective"),
            widget=forms.RadioSelect,
            empty_label=None,
            error_messages={"required": _("Choose the objective.")},
        )
        for name in ("title_kk", "title_ru"):
            self.fields[name].required = True
        for name in ("title_kk", "title_ru", "text_kk", "text_ru"):
            self.fields[name].widget.attrs |= {"lang": name[-2:]} | ({"rows": 4} if "text" in name else {})
        self.fields["unit"].help_text = _(
            "What the target counts. Numbers of different units are never added up."
        )

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day != self.instance.due_on and day < timezone.localdate():
            raise ValidationError(_("The last day is over already."))
        return day

    def clean_checklist(self):
        lines = [line.strip() for line in self.cleaned_data["checklist"].splitlines()]
        if any(len(line) > 300 for line in lines):
            raise ValidationError(_("A step has at most 300 characters."))
        return [line for line in lines if line]

    def clean(self):
        cleaned = super().clean()
        said = Task(**{f"text_{code}": cleaned.get(f"text_{code}") or "" for code in ("kk", "ru")})
        try:
            require_both_languages(said, "text")
        except ValidationError as error:
            self.add_error(None, error)
        return cleaned

    def _post_clean(self):
        """Nothing: the door judges the whole row."""

    def values(self):
        """{name: value} for the door."""
        return {name: self.cleaned_data[name] for name in (*self._meta.fields, "checklist")}


class GiveForm(TaskFields):
    """A new task of the campaign. owner: EVERYWHERE, a Headquarters or an Organisation; batch: the same when it is sent
    twice."""

    owner = forms.ChoiceField(
        label=gettext_lazy("Who does it"), error_messages={"required": gettext_lazy("Choose who does it.")}
    )
    batch = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, data=None, *, user, campaign):
        super().__init__(data, campaign=campaign)
        self.owners, by_tier = {}, {}
        everywhere = access.is_headquarters(user)
        headquarters, branches = access.may_give_to(user)
        found = headquarters.filter(campaign=campaign).select_related("region")
        for row in sorted(found, key=by_region):
            named = f"{row} ({row.region})" if everywhere and row.tier in BELOW else str(row)
            by_tier.setdefault(row.tier, []).append((f"h{row.pk}", named))
            self.owners[f"h{row.pk}"] = row
        own = {f"o{row.pk}": row for row in branches}
        self.owners |= own
        groups = [(name, by_tier[tier]) for tier, name in GROUPS.items() if tier in by_tier]
        if own:
            groups.append((_("Branches"), [(key, str(row)) for key, row in own.items()]))
        choices = [("", _("Choose"))]
        if everywhere and Tier.REGIONAL in by_tier:
            choices.append((EVERYWHERE, _("All regional headquarters of the campaign, a task each")))
        self.fields["owner"].choices = choices + groups


class EditForm(TaskFields):
    version = Version(error_messages={"required": gettext_lazy("Open the page anew: it is incomplete.")})

    def __init__(self, data=None, *, task):
        steps = "\n".join(item.text for item in task.checklist.all())
        initial = {"checklist": steps, "version": task.version}
        super().__init__(data, campaign=task.objective.campaign, instance=task, initial=initial)

    def tell_overtaken(self, task):
        self.fields["version"].renewed, self.initial["version"] = True, task.version
