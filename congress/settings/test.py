"""The test run: real PostgreSQL and Valkey from `congress.embedded.pytest_plugin`, everything else as in production."""

from .base import *  # noqa: F403
from .base import CACHES, DATABASES

DEBUG = False
SECRET_KEY = "for-tests-only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

FIELD_KEYS = {"test1": "bGlhbnhpbi1kZXYtZmllbGQta2V5LTMyLWJ5dGVzISE="}
BLIND_INDEX_KEY = "bGlhbnhpbi1kZXYtYmxpbmQtaW5kZXgta2V5LTMyYi4="

# Argon2 takes a fifth of a second for every account that a test makes.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The server threads of a browser test end; their connections must not stay.
DATABASES["default"]["CONN_MAX_AGE"] = 0
CACHES["default"]["KEY_PREFIX"] = "test"

CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True

NOTICE_WAKE_SECONDS = 0.0
SMS_BACKEND = "outbox"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# A test sees at once what it changed.
EDITION_CHECK_SECONDS = 0.0
# The test servers serve static files from their sources; there is no collected folder.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
