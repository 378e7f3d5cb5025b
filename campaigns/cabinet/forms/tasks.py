"""Forms of tasks: what is given, how it is proved, what is said about it."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.cabinet.forms.fields import Version
from campaigns.enums import ONE_EACH, Proof, TaskState
from campaigns.headquarters import access, proving
from campaigns.models import Headquarters, Objective, Task
from campaigns.models.campaigns import require_both_languages
from campaigns.models.tasks import RUNS_ON
from federation.models import Organisation, Region, User

EVERYWHERE = "everywhere"
BY_CAMPAIGN = ("-campaign__voting_on", "campaign", "tier", "region__name_kk", "name_kk", "pk")


class OfTask(forms.Form):
    """A form on a task as the person saw it."""

    version = Version(error_messages={"required": gettext_lazy("Open the page anew: it is incomplete.")})

    def __init__(self, data=None, files=None, *, task, **options):
        super().__init__(data, files, **options)
        self.task = task
        self.fields["version"].initial = task.version

    def tell_overtaken(self, task):
        """Somebody was quicker, and the person is told: pressing once more means the task as it stands now."""
        self.fields["version"].renewed, self.fields["version"].initial = True, task.version


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

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["objective"].queryset = Objective.objects.select_related("campaign").order_by(
            "-campaign__voting_on", "campaign", "number"
        )
        self.fields["objective"].empty_label = _("Choose")
        self.fields["objective"].label_from_instance = lambda row: f"{row.campaign} – {row}"
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
    """A new task. owner: EVERYWHERE, a Headquarters or an Organisation; batch: the same when it is sent twice."""

    owner = forms.ChoiceField(
        label=gettext_lazy("Who does it"), error_messages={"required": gettext_lazy("Choose who does it.")}
    )
    batch = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, data=None, *, user):
        super().__init__(data)
        self.owners = {}
        running = timezone.localdate() - RUNS_ON
        objectives = self.fields["objective"]
        objectives.queryset = objectives.queryset.filter(campaign__voting_on__gte=running)
        headquarters, branches = access.may_give_to(user)
        groups = [
            (
                _("Headquarters"),
                self.listed("h", headquarters.select_related("campaign").order_by(*BY_CAMPAIGN)),
            ),
            (_("Branches"), self.listed("o", branches.order_by("name_kk"))),
        ]
        together = [(EVERYWHERE, _("All regional headquarters of the campaign, a task each"))]
        choices = [("", _("Choose"))] + (together if access.is_headquarters(user) else [])
        self.fields["owner"].choices = choices + [group for group in groups if group[1]]

    def listed(self, prefix, rows):
        found = {f"{prefix}{row.pk}": row for row in rows}
        self.owners |= found
        return [(key, self.named(row)) for key, row in found.items()]

    @staticmethod
    def named(row):
        return f"{row} ({row.campaign})" if isinstance(row, Headquarters) else str(row)

    def clean(self):
        cleaned = super().clean()
        owner, objective = self.owners.get(cleaned.get("owner")), cleaned.get("objective")
        if isinstance(owner, Headquarters) and objective and objective.campaign_id != owner.campaign_id:
            self.add_error("objective", _("This objective belongs to another campaign."))
        return cleaned


class EditForm(TaskFields):
    version = Version(error_messages={"required": gettext_lazy("Open the page anew: it is incomplete.")})

    def __init__(self, data=None, *, task):
        steps = "\n".join(item.text for item in task.checklist.all())
        super().__init__(data, instance=task, initial={"checklist": steps, "version": task.version})
        objectives = self.fields["objective"]
        objectives.queryset = objectives.queryset.filter(campaign=task.objective.campaign_id)

    def tell_overtaken(self, task):
        self.fields["version"].renewed, self.initial["version"] = True, task.version


class ReasonForm(OfTask):
    """A move with a reason: needed, or asked for where `optional`."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea({"rows": 4})
    )

    def __init__(self, data=None, *, task, optional=False):
        super().__init__(data, task=task)
        self.fields["reason"].required = not optional
        if optional:
            self.fields["reason"].label = _("If the evidence shows less than the target: why")


class PeopleForm(OfTask):
    people = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=gettext_lazy("People"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nobody ticked: all who work there do it."),
    )

    def __init__(self, data=None, *, task, people):
        super().__init__(data, task=task, initial={"people": task.people.all()})
        self.fields["people"].queryset = people


class CommentForm(forms.Form):
    text = forms.CharField(label=gettext_lazy("Comment"), max_length=4000, widget=forms.Textarea({"rows": 3}))
    upload = forms.FileField(label=pgettext_lazy("of a comment", "File, if needed"), required=False)


class ProofForm(forms.Form):
    """A piece of evidence of one kind; the fields are those that the kind needs."""

    amount = forms.IntegerField(
        label=gettext_lazy("How many it counts"), min_value=1, max_value=1_000_000, initial=1
    )
    note = forms.CharField(
        label=gettext_lazy("What it shows"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("For those who accept it. No names of workers."),
    )

    def __init__(self, data=None, files=None, *, task, kind):
        super().__init__(data, files)
        self.kind = kind
        if kind == Proof.MEMBERS or task.unit in ONE_EACH:
            del self.fields["amount"]
        shown = {
            Proof.PUBLICATION: lambda: forms.ModelChoiceField(
                proving.publications_for(task),
                label=_("Publication of the campaign"),
                empty_label=_("Choose"),
            ),
            Proof.MEETING: lambda: forms.ModelChoiceField(
                proving.meetings_for(task), label=_("Closed meeting"), empty_label=_("Choose")
            ),
            Proof.FILE: lambda: forms.FileField(
                label=_("File"), help_text=_("PDF, DOCX, XLSX or a photo, up to 10 MB. Readers never see it.")
            ),
            Proof.LINK: lambda: forms.URLField(
                label=_("Link"),
                max_length=500,
                assume_scheme="https",
                help_text=_(
                    "When the task is accepted, readers see the link on the page of the campaign's tasks."
                ),
            ),
        }.get(kind)
        if shown:
            self.fields = {"shown": shown(), **self.fields}


class Filters(forms.Form):
    """What of the tasks is shown. Data that say nothing sensible fall back to «all»."""

    objective = forms.ModelChoiceField(
        Objective.objects.none(),
        label=gettext_lazy("Objective"),
        required=False,
        empty_label=gettext_lazy("All"),
    )
    region = forms.ModelChoiceField(
        Region.objects.none(), label=gettext_lazy("Region"), required=False, empty_label=gettext_lazy("All")
    )
    owner = forms.ChoiceField(label=gettext_lazy("Who does it"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    overdue = forms.BooleanField(label=pgettext_lazy("filter of tasks", "overdue"), required=False)
    mine = forms.BooleanField(label=pgettext_lazy("filter of tasks", "mine"), required=False)

    def __init__(self, data, *, tasks, everywhere):
        """tasks: queryset of what the person may open. everywhere: whether regions differ in it."""
        super().__init__(data)
        keys = tasks.order_by()
        self.fields["objective"].queryset = Objective.objects.filter(pk__in=keys.values("objective"))
        headquarters = Headquarters.objects.filter(pk__in=keys.values("headquarters")).order_by("tier", "pk")
        branches = Organisation.objects.filter(pk__in=keys.values("organisation"))
        self.owners = {f"h{row.pk}": row for row in headquarters} | {f"o{row.pk}": row for row in branches}
        owners = [(key, str(row)) for key, row in self.owners.items()]
        self.fields["owner"].choices = [("", _("All")), *owners]
        self.fields["state"].choices = [("", _("All")), *TaskState.choices]
        if everywhere:
            self.fields["region"].queryset = Region.objects.all()
        else:
            del self.fields["region"]
        if len(owners) < 2:
            del self.fields["owner"]

    def chosen(self):
        """{name: value} of what was chosen sensibly."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
