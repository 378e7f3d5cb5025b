"""Forms of a task that was given: how it is proved, what is said about it; and the filters of the list."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.cabinet.forms.fields import Version
from campaigns.enums import ONE_EACH, Proof, TaskState
from campaigns.headquarters import proving
from campaigns.models import Headquarters, Objective
from federation.models import Organisation, Region, User


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
            self.fields = {"shown": shown(), **(self.of_link() if kind == Proof.LINK else {}), **self.fields}

    @staticmethod
    def of_link():
        """What readers are told of the link, equal in both languages."""
        labels = {"kk": _("What stands there, in Kazakh"), "ru": _("What stands there, in Russian")}
        return {
            f"title_{code}": forms.CharField(
                label=label,
                max_length=200,
                widget=forms.TextInput({"lang": code}),
                help_text=_("For readers: what was done, where and when. No names of workers."),
            )
            for code, label in labels.items()
        }


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
    accept = forms.BooleanField(
        label=pgettext_lazy("filter of tasks", "wait for my acceptance"), required=False
    )
    others = forms.BooleanField(label=pgettext_lazy("filter of tasks", "with others"), required=False)

    def __init__(self, data, *, tasks, everywhere, leads):
        """tasks: queryset of what the person may open. everywhere: whether regions differ in it. leads: whether the
        person leads others."""
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
        if not leads:
            del self.fields["accept"], self.fields["others"]

    def chosen(self):
        """{name: value} of what was chosen sensibly."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
