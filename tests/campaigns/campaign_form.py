"""The form of a campaign in the administration, as a browser shows and sends it."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.enums import Step
from federation.enums import Role
from tests.cast import client_of, person

ADD = "/admin/campaigns/campaign/add/"
DAY = datetime.timedelta(days=1)


def today():
    return timezone.localdate()


def change(campaign):
    return reverse("admin:campaigns_campaign_change", args=[campaign.pk])


@pytest.fixture
def staff(db):
    """A person of headquarters who reads the messages as they stand in the code, as far as they are not translated."""
    return person("chief", Role.HEADQUARTERS, language="ru")


@pytest.fixture
def client(staff):
    return client_of(staff)


def typed(client, address, **values):
    """What a browser would send of the form at `address`, with some fields filled otherwise."""
    page = client.get(address)
    assert page.status_code == 200
    data = {}
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is None or value is False:
                continue
            if isinstance(value, list | tuple) or hasattr(value, "all"):
                value = [getattr(one, "pk", one) for one in value]
            else:
                value = bound.field.prepare_value(value)
                value = bound.field.widget.format_value(value) if not isinstance(value, bool) else "on"
                value = value[0] if isinstance(value, list) else value
            data[bound.html_name] = "" if value is None else value
    return data | values


def row(client, address, step):
    """Prefix of the row of a step among the dates."""
    page = client.get(address)
    formset = page.context["inline_admin_formsets"][0].formset
    return next(form.prefix for form, label, _counted in formset.rows() if label == Step(step).label)


@pytest.fixture
def new(client, rules_2026, kurultai):
    """The form of a new campaign as a browser sends it."""
    return typed(
        client,
        ADD,
        kind="election",
        slug="kurultai",
        title_kk="Құрылтай сайлауы",
        title_ru="Выборы Курултая",
        rule_set=rules_2026.pk,
        voting_on=(today() + 90 * DAY).strftime("%d.%m.%Y"),
        bodies=[kurultai.pk],
    )


def errors_of(response):
    """{name of a field: [sentences]} of the form and of its rows."""
    found = dict(response.context["adminform"].form.errors)
    for inline in response.context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            found |= {form.add_prefix(name): messages for name, messages in form.errors.items()}
    return found


def typed_again(response):
    return {"opened": response.context["adminform"].form["opened"].value()}
