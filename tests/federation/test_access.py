"""Roles, groups, permissions, and who enters the admin."""

import json

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, Group
from django.core.management import call_command
from django.urls import reverse

from federation import access, roles
from federation.enums import Role
from federation.models import Membership, User
from tests.cast import client_of, person

pytestmark = pytest.mark.django_db
ADMIN = {"editor", "publisher", "headquarters", "data_protection", "administrator"}
CAST = sorted(ADMIN | {"branch", "regional_headquarters"})
PAGES = ["region", "district", "industry", "organisation", "user", "membership", "invitation", "quietperiod"]


@pytest.fixture(params=CAST)
def actor(request):
    return request.getfixturevalue(request.param)


def test_the_admin_is_entered_by_role(actor):
    enters = actor.email.split("@")[0].replace("-", "_") in ADMIN
    assert actor.is_staff is access.enters_admin(actor) is enters
    response = client_of(actor).get("/admin/")
    assert response.status_code == (200 if enters else 302)


def test_somebody_without_work_in_the_admin_is_told_so(branch):
    response = client_of(branch).get("/admin/", follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/"
    assert len(response.context["messages"]) == 1


def test_a_visitor_logs_in_and_comes_back(reader):
    response = reader.get("/admin/federation/region/", follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/login/?next=/admin/federation/region/"
    assert reader.get("/admin/login/?next=https://evil.example/").url == "/accounts/login/?next=/admin/"


def test_anonymous_visitors_hold_no_role():
    for nobody in (AnonymousUser(), None):
        assert not access.enters_admin(nobody)
        assert not access.is_administrator(nobody)


def test_groups_follow_from_the_roles_held_today(editor):
    assert [group.name for group in editor.groups] == ["editor"]
    Membership.objects.create(user=editor, role=Role.PUBLISHER)
    assert {group.name for group in User.objects.get(pk=editor.pk).groups} == {"editor", "publisher"}
    editor.refresh_from_db()
    assert editor.roles == {Role.EDITOR, Role.PUBLISHER}


def test_permissions_follow_from_the_groups_in_two_queries(editor, django_assert_max_num_queries):
    fresh = User.objects.get(pk=editor.pk)
    with django_assert_max_num_queries(2):
        assert fresh.has_perm("appeals.change_publication")
        assert not fresh.has_perm("appeals.delete_publication")
        assert not fresh.has_perm("federation.view_auditentry")
        assert not fresh.has_perm("federation.manage_people")


def test_the_table_of_roles_is_what_the_groups_hold():
    Group.objects.get(name="editor").permissions.clear()
    call_command("load_reference", verbosity=0)
    for role in Role:
        group = Group.objects.get(name=role.value)
        held = {
            f"{p.content_type.app_label}.{p.codename}"
            for p in group.permissions.select_related("content_type")
        }
        for label, actions in roles.ROLE_PERMISSIONS[role].items():
            app, model = label.split(".")
            if model != "*":
                assert {f"{app}.{action}_{model}" for action in actions} <= held, (role, label)
        assert not any(
            "delete_user" in name or ("auditentry" in name and "view" not in name) for name in held
        )


def test_an_inactive_person_and_a_superuser():
    gone = person("gone", Role.ADMINISTRATOR)
    gone.is_active = False
    gone.save()
    assert User.objects.get(pk=gone.pk).roles == frozenset()
    root = User.objects.create_superuser("root@example.org", "x")
    assert root.roles == {Role.ADMINISTRATOR}
    assert root.is_staff


@pytest.mark.parametrize("model", [*PAGES, "auditentry"])
def test_lists_of_the_admin_show_what_the_table_allows(model, actor):
    if not actor.is_staff:
        return
    response = client_of(actor).get(reverse(f"admin:federation_{model}_changelist"))
    role = next(iter(actor.roles))
    allowed = "view" in roles.ROLE_PERMISSIONS[role].get(f"federation.{model}", ())
    assert response.status_code == (200 if allowed else 403)


def pages_and_inlines():
    pages = list(admin.site._registry.values())
    return pages, [inline(page.model, admin.site) for page in pages for inline in page.inlines]


def test_every_page_of_the_admin_allows_what_the_table_says(actor, rf):
    request = rf.get("/admin/")
    request.user = actor
    (role,) = actor.roles
    table = roles.ROLE_PERMISSIONS[role]
    pages, inlines = pages_and_inlines()
    for page in (*pages, *inlines):
        app, model = page.opts.app_label, page.opts.model_name
        listed = set(table.get(f"{app}.{model}", table.get(f"{app}.*", ())))
        arguments = (request, None) if page in inlines else (request,)
        allowed = {action for action in roles.MANAGE if getattr(page, f"has_{action}_permission")(*arguments)}
        held = {action for action in roles.MANAGE if actor.has_perm(f"{app}.{action}_{model}")}
        assert allowed == listed == held, (role, page)


def test_every_model_of_the_table_has_a_page():
    pages, inlines = pages_and_inlines()
    shown = {page.opts.label_lower for page in (*pages, *inlines)}
    listed = {label for table in roles.ROLE_PERMISSIONS.values() for label in table}
    assert {label for label in listed if not label.endswith(".*")} <= shown


def test_production_asks_administrators_for_a_second_factor(administrator, editor, settings):
    settings.SECOND_FACTOR_ROLES = frozenset({"administrator", "publisher"})
    response = client_of(administrator).get("/admin/", follow=True)
    assert response.redirect_chain[-1][0] == reverse("mfa_index")
    assert client_of(editor).get("/admin/").status_code == 200


def test_the_javascript_catalogue_of_the_admin_is_in_the_persons_language(administrator):
    response = client_of(administrator).get("/admin/jsi18n/")
    assert response.status_code == 200
    assert json.dumps("Сегодня") in response.text
