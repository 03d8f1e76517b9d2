"""Settings: the environment in, Django's settings out. Nothing secret is written here."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

DEBUG = os.environ.get("COLLEGIUM_DEBUG") == "1"


def _secret_key() -> str:
    """The key from the environment; else one made once and kept in var/, readable by us alone."""
    if key := os.environ.get("COLLEGIUM_SECRET_KEY"):
        return key
    path = VAR_DIR / "secret_key"
    if not path.exists():
        VAR_DIR.mkdir(exist_ok=True)
        # O_EXCL: of two processes that start together, one writes and the other reads.
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("COLLEGIUM_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("COLLEGIUM_ORIGINS", "").split(",") if o]

# The apps, bottom up: an app may use those before it, never those after it.
APP_LAYERS = [
    "core",
    "ui",
    "organization",
    "accounts",
    "curricula",
    "roster",
    "orders",
    "planning",
    "timetable",
    "gradebook",
    "portal",
]
INSTALLED_APPS = [
    *(f"collegium.{name}" for name in reversed(APP_LAYERS)),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "template_partials.apps.SimpleAppConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "collegium.ui.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "collegium.accounts.middleware.LoginRequiredMiddleware",
    "collegium.accounts.middleware.CollegeMiddleware",
    "collegium.portal.error_pages.RefusalMiddleware",
]
ROOT_URLCONF = "collegium.urls"
WSGI_APPLICATION = "collegium.wsgi.application"

_LOADERS: list[Any] = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
if not DEBUG:
    _LOADERS = [("django.template.loaders.cached.Loader", _LOADERS)]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            # Written out because cotton and template_partials each wrap the loaders by themselves
            # otherwise, and whichever comes last undoes the other.
            "loaders": [("template_partials.loader.Loader", _LOADERS)],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.contrib.messages.context_processors.messages",
                "collegium.portal.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "collegium.ui.forms.Renderer"


def _database(url: str) -> dict[str, Any]:
    """One `postgresql://user:password@host:port/name?host=/socket/folder` as Django wants it."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            "DATABASE_URL must begin with postgresql:// (PostgreSQL 15 or newer is the only "
            f"database served); it begins with {parts.scheme or 'nothing'}://"
        )
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = unquote(query.pop("host", parts.hostname or ""))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(query.pop("port", parts.port or "")),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        # Planning costs more than running here (row-level security, nested visibility): statements
        # are prepared on their second use and then planned once a connection.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 1, **query},
    }


def _database_url() -> str:
    """The role is the application's unless the process asks for the owner's (migrations, demo)."""
    owner = os.environ.get("COLLEGIUM_DATABASE_ROLE") == "owner"
    if url := os.environ.get("DATABASE_OWNER_URL" if owner else "DATABASE_URL"):
        return url
    if os.environ.get("DATABASE_URL"):
        raise ImproperlyConfigured(
            "DATABASE_URL is set but DATABASE_OWNER_URL is not: commands that change tables need "
            "the owner's address, since the application's role may not own them."
        )
    from tooling import cluster

    urls = cluster.urls("test" if os.environ.get("COLLEGIUM_CLUSTER") == "test" else "main")
    return urls["owner" if owner else "app"]


DATABASES = {"default": _database(_database_url())}
# The login that serves pages: owns nothing and cannot step over row-level security.
DATABASE_APP_ROLE = os.environ.get("COLLEGIUM_APP_ROLE", "collegium_app")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# History triggers are declared by the models and installed by our `migrate` each time it runs,
# like the wall between colleges: as migration operations they took 14 s of every new database.
PGTRIGGER_MIGRATIONS = False
PGTRIGGER_INSTALL_ON_MIGRATE = False

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["collegium.accounts.hashers.Argon2OverSha256Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login",)},
    },
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "portal:home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"

SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_COOKIES = os.environ.get("COLLEGIUM_TLS") == "1"
SESSION_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "collegium.portal.error_pages.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
# The largest file a page accepts; a larger one is refused before it is read.
UPLOAD_MAX_BYTES = 20 * 1024 * 1024

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# Collected files (`manage.py serve` does it) carry a hash in their names and are cached for a
# year; before that (tests, development) they come from the apps under their plain names.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "collegium.ui.storage.StaticStorage"},
}
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "staticfiles.json").exists()
WHITENOISE_AUTOREFRESH = DEBUG

# Log lines name the place and the kind of trouble; never form data, names or marks.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
