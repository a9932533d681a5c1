"""The API's description to read and try, from installed files alone."""

from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.renderers import TemplateHTMLRenderer


# Swagger UI sets styles on elements; scripts stay our own files. This page alone.
@method_decorator(csp_update({"style-src": ["'unsafe-inline'"]}), name="dispatch")
class DocsView(SpectacularSwaggerSplitView):
    """Swagger UI in the portal's frame. The page asks for a token only when somebody tries a call."""

    url_name = "api-schema"
    authentication_classes = []
    permission_classes = []
    renderer_classes = [TemplateHTMLRenderer]
    template_name = "congress/api/docs.html"
