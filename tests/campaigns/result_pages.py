"""The pages of results in the administration, as tests open and fill them."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.enums import Outcome
from tests.campaigns.votes import SCAN
from tests.cast import client_of

ADD = "/admin/campaigns/result/add/"


def page(result, name="change"):
    return reverse(f"admin:campaigns_result_{name}", args=[result.pk])


def scan(content=SCAN, name="хаттама.pdf"):
    return SimpleUploadedFile(name, content)


def typed(lines=(("Иә", "Да", "700"), ("Жоқ", "Нет", "200")), **fields):
    """What the form of a referendum sends."""
    data = {
        "voters": "2 000", "voted": "1 000", "invalid": "50", "outcome": Outcome.ADOPTED,
        "source_kk": "Хаттама", "source_ru": "Протокол", "source_url": "https://commission.example/1",
        "lines-TOTAL_FORMS": str(len(lines) + 2), "lines-INITIAL_FORMS": "2",
    }  # fmt: skip
    for number, (kk, ru, count, *more) in enumerate(lines):
        data |= {
            f"lines-{number}-label_kk": kk,
            f"lines-{number}-label_ru": ru,
            f"lines-{number}-votes": count,
        }
        data |= dict.fromkeys([f"lines-{number}-{name}" for name in more], "on")
    return data | fields


def post_new(user, campaign, **fields):
    return client_of(user).post(f"{ADD}?campaign={campaign.pk}", typed(**fields))


def judge(user, result, **fields):
    return client_of(user).post(
        page(result), {"opened": result.entered_at.isoformat(), "compared": "on"} | fields
    )


def refused(response):
    """All sentences of the form and of its lines."""
    form, lines = response.context["form"], response.context["lines"]
    errors = [form.errors, *(line.errors for line in lines)]
    return [*lines.non_form_errors(), *(said for one in errors for field in one.values() for said in field)]
