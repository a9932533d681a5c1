"""A desk step and a few views that fail, for the tests of the base views."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.generic import TemplateView

from congress.errors import BadInput, NotAllowed, NotFound, Stale, TooMany
from congress.people.models import User
from congress.web import DeskMixin, PortalMixin, StepView

REFUSALS = {
    "at the field": BadInput("x", "请写明退回依据。", field="words"),
    "anywhere": BadInput("x", "附件不能为空。"),
    "stale": Stale("stale", "该事项刚被王强处理，请刷新后再试。"),
    "too many": TooMany("x", "操作过于频繁，请1分钟后再试。", retry_after=60),
    "not allowed": NotAllowed("x", "您没有办理该事项的权限。"),
    "not found": NotFound("x", "这句话不能出现。"),
}


class SampleForm(forms.Form):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    client_uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(label="说明", widget=forms.Textarea)


class Matter:
    version = 7


class SampleStep(DeskMixin, StepView):
    form_class = SampleForm
    template_name = "styleguide/step.html"
    success_url = "/done/"
    success_message = "已转办。"

    def find(self) -> Matter:
        if self.request.GET.get("hidden"):
            raise REFUSALS["not found"]
        return Matter()

    def act(self, target: Matter, data: dict) -> None:
        if data["words"] in REFUSALS:
            raise REFUSALS[data["words"]]


class SamplePage(PortalMixin, TemplateView):
    template_name = "portal/privacy.html"

    def get_context_data(self, **kwargs: object) -> dict:
        if code := self.request.GET.get("code"):
            User.objects.filter(username=code).exists()
            raise TooMany("x", "查询次数过多，请10分钟后再试。", retry_after=600)
        return super().get_context_data(**kwargs)


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def database_away(request: HttpRequest) -> HttpResponse:
    raise OperationalError("server closed the connection")


def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{len(request.POST)}")


urlpatterns = [
    path("step/", SampleStep.as_view()),
    path("page/", SamplePage.as_view()),
    path("forbidden/", forbidden),
    path("broken/", broken),
    path("database-away/", database_away),
    path("form/", form),
    path("", include("congress.urls")),
]
handler400 = "congress.web.errors.bad_request"
handler403 = "congress.web.errors.permission_denied"
handler404 = "congress.web.errors.page_not_found"
handler500 = "congress.web.errors.server_error"
