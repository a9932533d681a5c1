"""The core's own public pages, and the small files that browsers and robots ask for."""

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import cache_control
from django.views.generic import TemplateView

from congress.web.faces import PortalMixin


class PrivacyView(PortalMixin, TemplateView):
    template_name = "portal/privacy.html"


class AccessibilityView(PortalMixin, TemplateView):
    template_name = "portal/accessibility.html"


@cache_control(max_age=86400, public=True)
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read the public pages; tracking pages, desk and phone are nobody's business."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in settings.ROBOTS_DISALLOW)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@cache_control(max_age=86400, public=True)
def favicon(request: HttpRequest) -> HttpResponse:
    """For those who ask without reading the page's link, such as Django's admin and old browsers."""
    return HttpResponseRedirect(staticfiles_storage.url("img/mark.svg"))
