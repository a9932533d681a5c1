"""Routes of all faces: only includes."""

from django.contrib import admin
from django.urls import include, path, re_path

from congress.api.docs import DocsView
from congress.api.problems import unknown_address

urlpatterns = [
    path("", include("congress.health.urls")),
    path("", include("congress.attachments.urls")),
    path("", include("congress.notices.urls")),
    path("", include("congress.web.urls")),
    path("", include("congress.people.urls")),
    path("", include("congress.workdays.urls")),
    path("", include("deputies.urls")),
    path("", include("petitions.urls")),
    path("", include("outreach.urls")),
    path("", include("congress.oversight.urls")),
    path("admin/", admin.site.urls),
    path("api/oauth/", include("congress.api.urls")),
    path("api/docs/", DocsView.as_view(), name="api-docs"),
    path("api/v1/", include("congress.api.v1_urls")),
    path("api/v1/", include("deputies.api_urls")),
    path("api/v1/", include("petitions.api_urls")),
    path("api/v1/", include("outreach.api_urls")),
    # The last one under /api/: every other address there is a problem document, not a page.
    re_path(r"^api/", unknown_address),
]

handler400 = "congress.web.errors.bad_request"
handler403 = "congress.web.errors.permission_denied"
handler404 = "congress.web.errors.page_not_found"
handler500 = "congress.web.errors.server_error"
