"""Development: what `manage.py` uses when nothing else is said."""

from .base import *  # noqa: F403

DEBUG = True
SECRET_KEY = "dev-only"  # noqa: S105
ALLOWED_HOSTS = ["*"]

# Known to everybody: for machines without real people's data.
FIELD_KEYS = {"dev1": "bGlhbnhpbi1kZXYtZmllbGQta2V5LTMyLWJ5dGVzISE="}
BLIND_INDEX_KEY = "bGlhbnhpbi1kZXYtYmxpbmQtaW5kZXgta2V5LTMyYi4="
