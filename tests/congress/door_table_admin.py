"""The doors of the admin site. See tests/congress/doors.py."""

from typing import Any

from django.contrib import admin

from tests.congress.doors import Sample


def samples(_matter: Any, _published: Any) -> dict[str, Sample]:
    """The pages of a row of each register, where there is one."""
    found: dict[str, Sample] = {}
    for model in admin.site._registry:
        row = model._default_manager.order_by("pk").first()
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for page in ("", "change/", "delete/", "history/") if row else ():
            found[f"{base}<path:object_id>/{page}"] = (f"{base}{row.pk}/{page}", {})
    return found


TABLE = r"""
#    any cit cty cnt stn own oth sup ldr exp bud dep sys sec aud
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 200 302 /admin/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 200 302 /admin/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 200 302 /admin/(?P<url>.*)$
POST in  in  in  in  in  in  in  in  in  in  in  in  200 200 302 /admin/(?P<url>.*)$
GET  in  in  in  in  in  in  in  in  in  in  in  in  404 404 404 /admin/^(?P<app_label>congress)/$
POST in  in  in  in  in  in  in  in  in  in  in  in  404 404 404 /admin/^(?P<app_label>congress)/$
GET  in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/autocomplete/
POST in  in  in  in  in  in  in  in  in  in  in  in  405 405 405 /admin/autocomplete/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 200 403 /admin/congress/apiclient/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 200 403 /admin/congress/apiclient/
GET  in  in  in  in  in  in  in  in  in  in  in  in  404 404 404 /admin/congress/apiclient/<int:pk>/secret/
POST in  in  in  in  in  in  in  in  in  in  in  in  404 404 404 /admin/congress/apiclient/<int:pk>/secret/
GET  in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/congress/apiclient/<path:object_id>/
POST in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/congress/apiclient/<path:object_id>/
GET  in  in  in  in  in  in  in  in  in  in  in  in  302 302 403 /admin/congress/apiclient/<path:object_id>/change/
POST in  in  in  in  in  in  in  in  in  in  in  in  302 403 403 /admin/congress/apiclient/<path:object_id>/change/
GET  in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/apiclient/<path:object_id>/delete/
POST in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/apiclient/<path:object_id>/delete/
GET  in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/congress/apiclient/<path:object_id>/history/
POST in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/congress/apiclient/<path:object_id>/history/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/apiclient/add/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/apiclient/add/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/calendaryear/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/calendaryear/
GET  in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/congress/calendaryear/<path:object_id>/
POST in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/congress/calendaryear/<path:object_id>/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/calendaryear/<path:object_id>/change/
POST in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/calendaryear/<path:object_id>/change/
GET  in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/calendaryear/<path:object_id>/delete/
POST in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/calendaryear/<path:object_id>/delete/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/calendaryear/<path:object_id>/history/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/calendaryear/<path:object_id>/history/
GET  in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/calendaryear/add/
POST in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/calendaryear/add/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/deadlinerule/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/deadlinerule/
GET  in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/congress/deadlinerule/<path:object_id>/
POST in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/congress/deadlinerule/<path:object_id>/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/deadlinerule/<path:object_id>/change/
POST in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/deadlinerule/<path:object_id>/change/

#    any cit cty cnt stn own oth sup ldr exp bud dep sys sec aud
GET  in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/deadlinerule/<path:object_id>/delete/
POST in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/deadlinerule/<path:object_id>/delete/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/deadlinerule/<path:object_id>/history/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/deadlinerule/<path:object_id>/history/
GET  in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/deadlinerule/add/
POST in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/deadlinerule/add/
GET  in  in  in  in  in  in  in  in  in  in  in  in  403 200 403 /admin/congress/grant/
POST in  in  in  in  in  in  in  in  in  in  in  in  403 200 403 /admin/congress/grant/
GET  in  in  in  in  in  in  in  in  in  in  in  in  404 404 404 /admin/congress/grant/<int:pk>/end/
POST in  in  in  in  in  in  in  in  in  in  in  in  404 404 404 /admin/congress/grant/<int:pk>/end/
GET  in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/congress/grant/<path:object_id>/
POST in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/congress/grant/<path:object_id>/
GET  in  in  in  in  in  in  in  in  in  in  in  in  403 200 403 /admin/congress/grant/<path:object_id>/change/
POST in  in  in  in  in  in  in  in  in  in  in  in  403 302 403 /admin/congress/grant/<path:object_id>/change/
GET  in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/grant/<path:object_id>/delete/
POST in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/grant/<path:object_id>/delete/
GET  in  in  in  in  in  in  in  in  in  in  in  in  403 200 403 /admin/congress/grant/<path:object_id>/history/
POST in  in  in  in  in  in  in  in  in  in  in  in  403 200 403 /admin/congress/grant/<path:object_id>/history/
GET  in  in  in  in  in  in  in  in  in  in  in  in  403 200 403 /admin/congress/grant/add/
POST in  in  in  in  in  in  in  in  in  in  in  in  403 200 403 /admin/congress/grant/add/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/notice/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/notice/
GET  in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/congress/notice/<path:object_id>/
POST in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/congress/notice/<path:object_id>/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/notice/<path:object_id>/change/
POST in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/notice/<path:object_id>/change/
GET  in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/notice/<path:object_id>/delete/
POST in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/notice/<path:object_id>/delete/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/notice/<path:object_id>/history/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/notice/<path:object_id>/history/
GET  in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/notice/add/
POST in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/notice/add/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 200 403 /admin/congress/organisation/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 200 403 /admin/congress/organisation/
GET  in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/congress/organisation/<path:object_id>/
POST in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/congress/organisation/<path:object_id>/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 200 403 /admin/congress/organisation/<path:object_id>/change/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/organisation/<path:object_id>/change/
GET  in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/organisation/<path:object_id>/delete/
POST in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/organisation/<path:object_id>/delete/

#    any cit cty cnt stn own oth sup ldr exp bud dep sys sec aud
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 200 403 /admin/congress/organisation/<path:object_id>/history/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 200 403 /admin/congress/organisation/<path:object_id>/history/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/organisation/add/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/organisation/add/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/region/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/region/
GET  in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/congress/region/<path:object_id>/
POST in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/congress/region/<path:object_id>/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/region/<path:object_id>/change/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/region/<path:object_id>/change/
GET  in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/region/<path:object_id>/delete/
POST in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/region/<path:object_id>/delete/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/region/<path:object_id>/history/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/region/<path:object_id>/history/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/region/add/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/region/add/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/regionmap/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/regionmap/
GET  in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/congress/regionmap/<path:object_id>/
POST in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/congress/regionmap/<path:object_id>/
GET  in  in  in  in  in  in  in  in  in  in  in  in  302 403 403 /admin/congress/regionmap/<path:object_id>/change/
POST in  in  in  in  in  in  in  in  in  in  in  in  302 403 403 /admin/congress/regionmap/<path:object_id>/change/
GET  in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/regionmap/<path:object_id>/delete/
POST in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/regionmap/<path:object_id>/delete/
GET  in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/congress/regionmap/<path:object_id>/history/
POST in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/congress/regionmap/<path:object_id>/history/
GET  in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/regionmap/add/
POST in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/regionmap/add/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/specialday/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/specialday/
GET  in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/congress/specialday/<path:object_id>/
POST in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/congress/specialday/<path:object_id>/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/specialday/<path:object_id>/change/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/specialday/<path:object_id>/change/
GET  in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/specialday/<path:object_id>/delete/
POST in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/specialday/<path:object_id>/delete/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/specialday/<path:object_id>/history/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/specialday/<path:object_id>/history/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/specialday/add/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/specialday/add/

#    any cit cty cnt stn own oth sup ldr exp bud dep sys sec aud
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 200 403 /admin/congress/user/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 200 403 /admin/congress/user/
GET  in  in  in  in  in  in  in  in  in  in  in  in  404 404 404 /admin/congress/user/<int:pk>/step/<slug:step>/
POST in  in  in  in  in  in  in  in  in  in  in  in  404 404 404 /admin/congress/user/<int:pk>/step/<slug:step>/
GET  in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/congress/user/<path:object_id>/
POST in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/congress/user/<path:object_id>/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 200 403 /admin/congress/user/<path:object_id>/change/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/user/<path:object_id>/change/
GET  in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/user/<path:object_id>/delete/
POST in  in  in  in  in  in  in  in  in  in  in  in  403 403 403 /admin/congress/user/<path:object_id>/delete/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 200 403 /admin/congress/user/<path:object_id>/history/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 200 403 /admin/congress/user/<path:object_id>/history/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/user/add/
POST in  in  in  in  in  in  in  in  in  in  in  in  200 403 403 /admin/congress/user/add/
GET  in  in  in  in  in  in  in  in  in  in  in  in  200 200 200 /admin/jsi18n/
POST in  in  in  in  in  in  in  in  in  in  in  in  405 405 405 /admin/jsi18n/
GET  in  in  403 403 403 403 403 403 403 403 403 403 in  in  in  /admin/login/
POST in  in  403 403 403 403 403 403 403 403 403 403 in  in  in  /admin/login/
GET  302 302 302 302 302 302 302 302 302 302 302 302 405 405 405 /admin/logout/
POST 302 302 302 302 302 302 302 302 302 302 302 302 in  in  in  /admin/logout/
GET  in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/password_change/
POST in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/password_change/
GET  in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/password_change/done/
POST in  in  in  in  in  in  in  in  in  in  in  in  302 302 302 /admin/password_change/done/
GET  in  in  in  in  in  in  in  in  in  in  in  in  404 404 404 /admin/r/<path:content_type_id>/<path:object_id>/
POST in  in  in  in  in  in  in  in  in  in  in  in  404 404 404 /admin/r/<path:content_type_id>/<path:object_id>/
"""
