"""Development: what `manage.py` uses when nothing else is said. It runs on the demo's servers, data and keys."""

from .base import *  # noqa: F403
from .env import keys, text, words

DEBUG = True
SECRET_KEY = text("SECRET_KEY", "for-development-only")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "*")

if text("FIELD_KEYS_FILE", ""):
    FIELD_KEYS = keys("FIELD_KEYS_FILE")
    BLIND_INDEX_KEY = text("BLIND_INDEX_KEY")
else:
    # Known to everybody: for machines without real people's data.
    FIELD_KEYS = {"dev1": "bGlhbnhpbi1kZXYtZmllbGQta2V5LTMyLWJ5dGVzISE="}
    BLIND_INDEX_KEY = "bGlhbnhpbi1kZXYtYmxpbmQtaW5kZXgta2V5LTMyYi4="
