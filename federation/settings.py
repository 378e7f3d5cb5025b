"""One settings file for development, the demonstration, tests and production.

Everything that differs between machines comes from the environment. A value that makes no sense stops the
start with a sentence that names its variable. Development needs nothing set; production (`DEBUG` and `DEMO`
both off) refuses to start without its own `SECRET_KEY` and `ALLOWED_HOSTS`.
"""

import os
import sys
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext
from environs import Env, EnvError

from federation.database import database_settings

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = Env()


def read(kind, name, default=None, check=None, hint=""):
    """Value of the environment variable `name`, parsed by environs' `kind`; nonsense raises ImproperlyConfigured."""
    try:
        value = getattr(env, kind)(name, default)
    except EnvError as error:
        raise ImproperlyConfigured(f"{name}: {str(error).rstrip('.')}. {hint}".strip()) from error
    if check and not check(value):
        raise ImproperlyConfigured(f"{name}={value!r} cannot be used. {hint}".strip())
    return value


TESTING = "pytest" in sys.modules
DEMO = read("bool", "DEMO", False, hint="Use 1 or 0.")
PRODUCTION = read("bool", "PRODUCTION", False, hint="Use 1 or 0.")
DEBUG = read("bool", "DEBUG", not (DEMO or PRODUCTION or TESTING), hint="Use 1 or 0.")
if PRODUCTION and (DEMO or DEBUG):
    raise ImproperlyConfigured("PRODUCTION=1 excludes DEMO=1 and DEBUG=1: unset the other one.")
if not (PRODUCTION or DEMO or DEBUG or TESTING):
    raise ImproperlyConfigured("DEBUG=0 alone is no mode of the portal: set PRODUCTION=1, or DEMO=1.")

SECRET_KEY = read("str", "SECRET_KEY", "" if PRODUCTION else "development-only-" + "k" * 50)
if PRODUCTION and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY: production needs a secret of at least 50 characters of its own.")
ALLOWED_HOSTS = read("list", "ALLOWED_HOSTS", [] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"])
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS: name the portal's host, for example ALLOWED_HOSTS=example.org."
    )
# Absolute addresses in mails, feeds and the sitemap start with this.
SITE_URL = read(
    "str",
    "SITE_URL",
    f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else "http://127.0.0.1:8000",
    check=lambda url: url.startswith(("http://", "https://")) and not url.endswith("/"),
    hint="Give scheme and host without a slash at the end, for example https://example.org.",
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, which it extends
    "federation",
    "appeals",
    "campaigns",
    "federation.site",
    "federation.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",  # templates of the widgets, which the portal may override
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "rules",
    "tree_queries",
    "simple_history",
    "js_asset",
    "django_prose_editor",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "federation.middleware.NoNul",
    "federation.site.middleware.PublicCache",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "federation.middleware.PreferredLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "federation.urls"
WSGI_APPLICATION = "federation.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "federation.site.context.portal",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database_settings(production=PRODUCTION)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People and access

AUTH_USER_MODEL = "federation.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    # Also answers for model permissions: those of `User.groups`, which follow from the roles held now.
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = (
    []
    if DEMO
    else [
        {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
        {
            "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
            "OPTIONS": {"min_length": 10},
        },
        {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
        {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    ]
)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account_home"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "federation.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation, sent to the address, has proved it
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True  # for SESSION_COOKIE_AGE, without asking
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Behind a proxy the rate limits count by the address that so many trusted proxies report.
ALLAUTH_TRUSTED_PROXY_COUNT = read("int", "TRUSTED_PROXIES", 0, hint="Give the number of proxies in front.")
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "federation.accounts.AddPasskeyForm",
    "edit_webauthn": "federation.accounts.RenamePasskeyForm",
}
MFA_TOTP_ISSUER = "kasipodaq"
# Development serves plain HTTP on the loopback, where browsers allow passkeys too.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
# Who holds one of these roles enters the admin only with a second factor.
SECOND_FACTOR_ROLES = frozenset({"administrator", "publisher"}) if PRODUCTION else frozenset()

# Languages, time

LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский")]
MODELTRANSLATION_DEFAULT_LANGUAGE = "kk"
MODELTRANSLATION_FALLBACK_LANGUAGES = ()


def field_in_language(name, language):
    """Label of one language's field of a pair, in words of the person's own language."""
    pattern = gettext("%(name)s in Kazakh") if language == "kk" else gettext("%(name)s in Russian")
    return pattern % {"name": name}


MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME = field_in_language
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "libraries"]
FORMAT_MODULE_PATH = ["federation.formats"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "Asia/Almaty"
USE_TZ = True

# Files

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a folder that is not there
WHITENOISE_USE_FINDERS = not PRODUCTION
MEDIA_URL = "/media/"
# Files of people. What tests write lies apart: each of the processes that share the tests has a folder of its own.
FILES_DIR = VAR_DIR / f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}" if TESTING else VAR_DIR
MEDIA_ROOT = FILES_DIR / "media"
S3_BUCKET = read("str", "S3_BUCKET", "")
PRIVATE_ROOT = FILES_DIR / "private"
PRIVATE_S3_BUCKET = read("str", "PRIVATE_S3_BUCKET", "")
if S3_BUCKET and PRIVATE_S3_BUCKET in ("", S3_BUCKET):
    raise ImproperlyConfigured(
        "PRIVATE_S3_BUCKET: private documents need a bucket of their own beside S3_BUCKET."
    )
STORAGES = {
    "default": (
        {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {"bucket_name": S3_BUCKET, "querystring_auth": True},
        }
        if S3_BUCKET
        else {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    ),
    # Documents of candidates: never under MEDIA_URL, let out by views that ask who reads, and log it.
    "private": (
        {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {"bucket_name": PRIVATE_S3_BUCKET, "querystring_auth": True, "default_acl": "private"},
        }
        if PRIVATE_S3_BUCKET
        else {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None, "file_permissions_mode": 0o600},
        }
    ),
    "staticfiles": {
        "BACKEND": "federation.staticfiles.PortalStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# An imported document may be as large as 20 MB (appeals.importing.reading.MAX_BYTES); forms carry long texts.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Mail: rendered in the recipient's language, put on the queue in the transaction, sent by the worker

EMAIL_EXAMPLE = "Example: submission://user:password@mail.example.org:587 (STARTTLS)"
if read("str", "EMAIL_URL", ""):
    try:
        EMAIL = env.dj_email_url("EMAIL_URL")
        EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
    except (EnvError, KeyError) as error:  # its own words would repeat the value, which holds a password
        raise ImproperlyConfigured(
            f"EMAIL_URL is not the address of a mail server. {EMAIL_EXAMPLE}"
        ) from error
    EMAIL_HOST, EMAIL_PORT = EMAIL["EMAIL_HOST"], EMAIL["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_USER"], EMAIL["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL["EMAIL_USE_TLS"], EMAIL["EMAIL_USE_SSL"]
    EMAIL_FILE_PATH = EMAIL["EMAIL_FILE_PATH"]
elif PRODUCTION:
    raise ImproperlyConfigured(f"EMAIL_URL: production sends mail. {EMAIL_EXAMPLE}")
elif DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # mails are read at /demo/mailbox/
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = read("str", "DEFAULT_FROM_EMAIL", "portal@demo.example")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# So long the outbox keeps to whom a mail went and what it said; then the row alone stays.
MAIL_KEPT_DAYS = read("int", "MAIL_KEPT_DAYS", 30, check=lambda days: days > 0, hint="Give a number of days.")
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful"}

# Security

NOTHING_INLINE = {
    "default-src": [SELF],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "object-src": [NONE],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": NOTHING_INLINE}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the admin shows its previews in frames
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # would have X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
LANGUAGE_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SECURE_SSL_REDIRECT = read("bool", "SECURE_SSL_REDIRECT", True, hint="Use 1 or 0.")
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# Personal data: what is sealed in the database, and the files that only an access check lets out. The first key seals,
# all of them open; the hash key never changes, since equal numbers are found by it.
PERSONAL_DATA_KEYS = read(
    "list", "PERSONAL_DATA_KEYS", [] if PRODUCTION else ["development-only-" + "s" * 30]
)
PERSONAL_DATA_HASH_KEY = read(
    "str", "PERSONAL_DATA_HASH_KEY", "" if PRODUCTION else "development-only-" + "h" * 30
)
if PRODUCTION and (not PERSONAL_DATA_KEYS or min(map(len, PERSONAL_DATA_KEYS)) < 32):
    raise ImproperlyConfigured(
        "PERSONAL_DATA_KEYS: production needs secrets of at least 32 characters, with commas; the first one seals."
    )
if PRODUCTION and len(PERSONAL_DATA_HASH_KEY) < 32:
    raise ImproperlyConfigured(
        "PERSONAL_DATA_HASH_KEY: production needs a secret of at least 32 characters that never changes."
    )
# The private link by which a candidate confirms the data and the consent holds this long.
CANDIDATE_LINK_DAYS = 14

# A draft's preview link for an approver without an account holds this long.
PREVIEW_LINK_DAYS = 7

if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    WHITENOISE_AUTOREFRESH = True  # else it looks at every static file for each new client

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "federation.logs.DiscreetFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"PIL": {"level": "INFO"}},  # below that it tells what cameras wrote into photos
}
