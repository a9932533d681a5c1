"""The usual ways on the same rows: production's settings with nothing in the way of the peers' own pages."""

from congress.settings.production import *  # noqa: F403

ROOT_URLCONF = "peer_pages"
MIDDLEWARE = ["peer_pages.EverybodyIsRoot"]
# Django's own admin pages, not ours.
TEMPLATES = [{**TEMPLATES[0], "DIRS": []}]  # noqa: F405
