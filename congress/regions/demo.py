"""The county map of the demo."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from congress.regions.services import build_region_map


def load_map(on: date) -> None:
    """Draw the map once and let the demo's portal show it; without the shapes the pages show tiles."""
    build_region_map(settings.HOME_REGION, approval=_("仅供演示，正式使用前须经审图"))
