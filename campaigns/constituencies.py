"""The door through which constituencies change: from a spreadsheet, all rows or none, or one by one."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.campaigning import Refused, clean, require
from campaigns.comparing import changed, columns
from campaigns.constituency_sheet import judge
from campaigns.models import Campaign, Constituency
from federation.models.audit import name_actions, record

MAY = "campaigns.lead_campaign"


@transaction.atomic
def import_rows(campaign, by, rows):
    """Saves what a table of `judge` says, all of it; what stands in the portal alone stays.

    Returns (new, changed) as counts. Refused when a row is wrong: then nothing is saved.
    """
    require(by, MAY)
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    sheet = judge(campaign, rows)
    if not sheet.is_good:
        raise Refused(sheet.trouble or _("The table has errors; nothing was saved."))
    made = [line.constituency for line in sheet.lines if line.state == "new"]
    altered = [line.constituency for line in sheet.lines if line.state == "changed"]
    Constituency.objects.bulk_create(made)
    Constituency.objects.bulk_update(altered, ["name_kk", "name_ru", "voters"])
    record(by, "constituencies.import", campaign, new=len(made), changed=len(altered))
    return len(made), len(altered)


@transaction.atomic
def save(constituency, by):
    """Writes one constituency, new or changed. Returns it."""
    require(by, MAY)
    row = Constituency.objects.filter(pk=constituency.pk).order_by("pk").values(*columns(Constituency))
    before = row.select_for_update().first()
    clean(constituency)
    constituency.save()
    details = changed(before, row.get()) if before else {}
    record(by, "constituency.change" if before else "constituency.create", constituency, **details)
    return constituency


@transaction.atomic
def remove(constituency, by):
    """Deletes a constituency; refused when results were counted there."""
    require(by, MAY)
    if constituency.results.exists():
        raise Refused(_("Results were entered for this constituency: it cannot be deleted."))
    record(by, "constituency.remove", constituency)
    constituency.delete()


name_actions(
    {
        "constituencies.import": gettext_lazy("constituencies imported"),
        "constituency.create": gettext_lazy("constituency created"),
        "constituency.change": gettext_lazy("constituency changed"),
        "constituency.remove": gettext_lazy("constituency deleted"),
    }
)
