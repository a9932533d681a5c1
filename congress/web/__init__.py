"""What the pages of all faces stand on: base views, the frame of the page, preferences, error pages."""

from congress.web.errors import error_page, refusal_page
from congress.web.faces import DeskMixin, PhoneMixin, PortalMixin
from congress.web.steps import StepView

__all__ = ["DeskMixin", "PhoneMixin", "PortalMixin", "StepView", "error_page", "refusal_page"]
