"""The API's description to read and try, from installed files alone."""

from functools import cache
from typing import Any

from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from congress.api.schema import overview


@cache
def _calls() -> list[dict[str, str]]:
    # Once a process: the addresses change with the code only.
    return overview(SchemaGenerator().get_schema(request=None, public=True))


# Swagger UI sets styles on elements; scripts stay our own files. This page alone.
@method_decorator(csp_update({"style-src": ["'unsafe-inline'"]}), name="dispatch")
class DocsView(SpectacularSwaggerSplitView):
    """An overview in Chinese; below it Swagger UI, whose own words are English, for those who try a call."""

    url_name = "api-schema"
    authentication_classes = []
    permission_classes = []
    renderer_classes = [TemplateHTMLRenderer]
    template_name = "congress/api/docs.html"

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response: Response = super().get(request, *args, **kwargs)
        if response.template_name == self.template_name:
            response.data = {**response.data, "calls": _calls()}
        return response
