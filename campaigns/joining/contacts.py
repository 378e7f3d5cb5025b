"""A phone of Kazakhstan or an e-mail, written in one way. Asks no database."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from federation.sealing import keyed_hash

# +7, 8 or nothing before the ten digits; those of Kazakhstan begin with 6 or 7.
PHONE = re.compile(r"(?:\+?7|8)?([67][0-9]{9})")
BETWEEN = re.compile(r"[\s().\-–\u2011]+")


def contact_of(text):
    """The contact as it is kept: «+77011234567» or an e-mail with its domain in small letters.

    Raises ValueError for what is neither.
    """
    text = text.strip()
    if "@" in text:
        if not is_mail(text):
            raise ValueError("No e-mail.")
        name, _at, domain = text.rpartition("@")
        return f"{name}@{domain.lower()}"
    phone = PHONE.fullmatch(BETWEEN.sub("", text))
    if phone is None:
        raise ValueError("No phone of Kazakhstan.")
    return f"+7{phone.group(1)}"


def typed_contact(text):
    """The same for a form: raises ValidationError with a sentence for whoever typed it."""
    try:
        return contact_of(text)
    except ValueError:
        raise ValidationError(
            _("Give a phone of Kazakhstan, for example +7 701 000 00 00, or an e-mail.")
        ) from None


def hash_of(contact):
    """By which applications of one contact are found; small and large letters make no other address."""
    return keyed_hash(f"applicant:{contact.lower()}")


def is_mail(contact):
    """Whether the contact is an e-mail, to which the portal can write."""
    try:
        validate_email(contact)
    except ValidationError:
        return False
    return len(contact) <= 254


def shown(contact):
    """The contact as people read it: «+7 701 123 45 67», an e-mail as it is."""
    if not contact.startswith("+7"):
        return contact
    return f"+7 {contact[2:5]} {contact[5:8]} {contact[8:10]} {contact[10:]}"
