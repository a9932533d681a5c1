"""Development: what `manage.py` uses when nothing else is said."""

from .base import *  # noqa: F403
from .base import BASE_DIR
from .env import text

DEBUG = True
SECRET_KEY = "dev-only"
ALLOWED_HOSTS = ["*"]
