"""Development: what `manage.py` uses when nothing else is said."""

from .base import *  # noqa: F403
from .base import BASE_DIR
from .env import text

DEBUG = True
SECRET_KEY = "dev-only"
ALLOWED_HOSTS = ["*"]

# Known to everybody: for machines without real people's data.
FIELD_KEYS = {"dev1": "bGlhbnhpbi1kZXYtZmllbGQta2V5LTMyLWJ5dGVzISE="}
BLIND_INDEX_KEY = "bGlhbnhpbi1kZXYtYmxpbmQtaW5kZXgta2V5LTMyYi4="
