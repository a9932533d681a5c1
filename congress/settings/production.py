"""Production: everything that differs comes from the environment. docs/deploy/environment.md lists the names."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .env import flag, key_bytes, keys, number, text, words

DEBUG = False

## SECRETS

SECRET_KEY = text("SECRET_KEY")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 20:
    raise ImproperlyConfigured(
        "SECRET_KEY: too short or too regular; `openssl rand -base64 48` makes a good one."
    )
FIELD_KEYS = keys("FIELD_KEYS_FILE")
BLIND_INDEX_KEY = key_bytes("BLIND_INDEX_KEY", text("BLIND_INDEX_KEY"))

## HOSTS AND HTTPS

_HOSTS = words("ALLOWED_HOSTS", None)
# The machine itself asks for /healthz, /readyz and /metrics.
ALLOWED_HOSTS = [*_HOSTS, "127.0.0.1", "localhost"]
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS: name the hosts; * would let anybody put any address into our links."
    )
CSRF_TRUSTED_ORIGINS = words(
    "CSRF_TRUSTED_ORIGINS", ",".join(f"https://{host}" for host in words("ALLOWED_HOSTS"))
)
if not all(origin.startswith(("https://", "http://")) for origin in CSRF_TRUSTED_ORIGINS):
    raise ImproperlyConfigured("CSRF_TRUSTED_ORIGINS: write whole origins, such as https://lianxin.example.")

# Off only where nobody but this machine can reach the site, as in the demo.
HTTPS = flag("HTTPS", True)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = number("HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = flag("HSTS_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = flag("HSTS_PRELOAD", False)
# The office's name often stands under a domain that other offices share: subdomains and preloading are its decision.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# Set when a proxy ends TLS and is named in TRUSTED_PROXIES; it must overwrite this header.
if flag("BEHIND_TLS_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

## STATIC FILES

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "congress.web.static_files.HashedFiles"},
}
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

## MAIL

EMAIL_HOST = text("EMAIL_HOST", "")
EMAIL_PORT = number("EMAIL_PORT", 465)
EMAIL_HOST_USER = text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_SSL = flag("EMAIL_USE_SSL", True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = text("EMAIL_FROM", "lianxin@localhost")
if not EMAIL_HOST:
    # No mail server: letters are dropped here, and the notice stays waiting in its table.
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

## LOGS

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "congress.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": text("LOG_LEVEL", "INFO").upper()},
    "loggers": {
        # A 404 or a refused host is an answer, not an event.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "pikepdf": {"level": "WARNING"},
        # Sign-ins stand in the work log.
        "axes": {"level": "WARNING"},
    },
}
