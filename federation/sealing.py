"""Private values at rest: sealed for whoever reads the database, and a keyed hash to find equal ones (DESIGN §6)."""

import base64
import hashlib
import hmac
import json

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


def _derived(secret, purpose):
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())


def _box():
    """The first secret seals; the others still open what they sealed once."""
    keys = [base64.urlsafe_b64encode(_derived(secret, b"seal")) for secret in settings.PERSONAL_DATA_KEYS]
    return MultiFernet([Fernet(key) for key in keys])


def seal(text):
    """Sealed form of a text (str → ASCII str); "" stays "". Two seals of one text differ."""
    return _box().encrypt(text.encode()).decode() if text else ""


def unseal(sealed):
    """The text of `seal`. Raises ValueError where none of the keys opens it."""
    if not sealed:
        return ""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise ValueError("None of PERSONAL_DATA_KEYS opens a sealed value of the database.") from error


def keyed_hash(text):
    """64 hexadecimal digits: the same for the same text, and of no use without PERSONAL_DATA_HASH_KEY."""
    return hmac.new(
        _derived(settings.PERSONAL_DATA_HASH_KEY, b"hash"), text.encode(), hashlib.sha256
    ).hexdigest()


class SealedTextField(models.TextField):
    """A text that the database holds sealed. It cannot be searched: find it by a `keyed_hash` beside it."""

    def from_db_value(self, value, expression, connection):
        return unseal(value) if value else value

    def get_prep_value(self, value):
        return seal(value) if isinstance(value, str) else value


class SealedJSONField(SealedTextField):
    """What JSON can hold, sealed in the database as one text."""

    def to_python(self, value):
        """As it is: a full_clean would make a text of it."""
        return value

    def from_db_value(self, value, expression, connection):
        text = super().from_db_value(value, expression, connection)
        return json.loads(text) if text else None

    def get_prep_value(self, value):
        return None if value is None else seal(json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False))
