"""What our pages are measured against, served by the same server: template, serializer, offset, LIKE, admin, nothing."""

import os
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer

from petitions.models import Suggestion

ROWS = Suggestion.objects.defer("search_grams", "public_grams", "search_text", "public_search")
NEWEST = ROWS.select_related("lead", "region", "category").order_by("-id")
TEMPLATE = Engine().from_string(
    "{% for m in rows %}<tr><td><input type=checkbox value={{ m.pk }}></td><td>{{ m.due_on|date:'m-d' }}</td>"
    "<td><a href=/desk/suggestions/{{ m.number }}/>{{ m.title }}</a><small>{{ m.summary }}</small></td>"
    "<td>{{ m.get_state_display }}</td><td>{{ m.lead.short_name }}</td><td>{{ m.region.name }}</td>"
    "<td>{{ m.category.name }}</td><td>{{ m.number }}</td></tr>{% endfor %}"
)


@cache
def shell() -> tuple[str, str]:
    """The frame of our worklist as it was sent, before and behind its rows: the same bytes for everybody."""
    page = Path(os.environ["PEER_SHELL"]).read_text(encoding="utf-8")
    head, _, rest = page.partition("<tbody")
    _, _, foot = rest.partition("</tbody>")
    return head, foot


def _page(rows: Any) -> HttpResponse:
    head, foot = shell()
    return HttpResponse(head + TEMPLATE.render(Context({"rows": rows})) + foot)


def template(request: HttpRequest) -> HttpResponse:
    return _page(list(NEWEST[:50]))


def offset(request: HttpRequest) -> HttpResponse:
    """Page numbers: count everything, then skip."""
    count = Suggestion.objects.count()
    skip = min(int(request.GET.get("skip", "0")), max(0, count - 50))
    return _page(list(NEWEST[skip : skip + 50]))


def like(request: HttpRequest) -> HttpResponse:
    return _page(list(NEWEST.filter(search_text__contains=request.GET["q"])[:50]))


class _Plain(serializers.ModelSerializer):
    class Meta:
        model = Suggestion
        exclude = ("search_grams", "public_grams", "code_hash")


def serializer(request: HttpRequest) -> HttpResponse:
    data = _Plain(list(NEWEST[:50]), many=True).data
    return HttpResponse(JSONRenderer().render(data), content_type="application/json")


def bare(request: HttpRequest) -> HttpResponse:
    """Django's own answer with the bytes of a page: what a kept page is measured against."""
    return HttpResponse(shell()[0])


class _Everything(AnonymousUser):
    is_staff = is_superuser = is_active = True
    pk = id = 1

    def has_perm(self, *_args: Any) -> bool:
        return True

    has_module_perms = has_perm


class _Changelist(ModelAdmin):
    list_display = ("number", "title", "state", "lead", "region", "due_on")
    list_filter = ("state",)
    list_per_page = 50


_site = AdminSite()
_site.has_permission = lambda request: True  # type: ignore[method-assign]
_site.register(Suggestion, _Changelist)


class EverybodyIsRoot:
    """Middleware: the admin pages ask who it is."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = _Everything()
        return self.get_response(request)


urlpatterns = [
    path("template/", template),
    path("offset/", offset),
    path("like/", like),
    path("serializer/", serializer),
    path("bare/", bare),
    path("admin/", _site.urls),
]
