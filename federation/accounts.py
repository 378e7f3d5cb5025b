"""How django-allauth behaves here: no open sign-up, mails by the queue in the person's language."""

from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from federation import access, notifications

CHOSEN_LANGUAGE = "chosen_language"


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Never: people come by invitation."""
        return False

    def get_login_redirect_url(self, request):
        """To the desk, in the person's language: of the admin for those whose work is there, else of the cabinet."""
        user = request.user
        if access.enters_admin(user):
            return reverse("admin:index")
        with translation.override(user.language):
            return reverse("cabinet:home" if user.has_perm("federation.enter_cabinet") else "account_home")

    def get_reset_password_from_key_url(self, key):
        """Under the portal's own address, whatever host the request named."""
        path = urlsplit(super().get_reset_password_from_key_url(key)).path
        return settings.SITE_URL + path

    def send_mail(self, template_prefix, email, context):
        """Queues `<template_prefix>.txt`, as `notifications.send` does: allauth's own templates are not used."""
        person = context.get("user") or get_user_model().objects.filter(email=email.lower()).first()
        language = person.language if person else None
        notifications.send(email, template_prefix, {**context, "person": person}, language)


def keep_chosen_language(sender, request, user, **kwargs):
    """Receiver of `user_logged_in`: the language chosen on the log-in page is the person's from now on.

    The choice is kept in the session, not read from the cookie: that may be somebody else's who used the computer.
    """
    language = request.session.pop(CHOSEN_LANGUAGE, None) if request else None
    if language and language != user.language:
        user.language = language
        user.save(update_fields=["language"])


class AddPasskeyForm(AddWebAuthnForm):
    name = forms.CharField(label=_("Name of the passkey"), required=False, max_length=100)


class RenamePasskeyForm(EditWebAuthnForm):
    name = forms.CharField(label=_("Name of the passkey"), max_length=100)
