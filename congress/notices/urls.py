"""The inbox of desk and phone; the page of the `outbox` backend."""

from django.urls import path

from congress.notices.views import InboxView, OpenNoticeView, OutboxView, PhoneInboxView, ReadAllView

urlpatterns = [
    path("desk/notices/", InboxView.as_view(), name="notices"),
    path("desk/notices/read/", ReadAllView.as_view(), name="notices-read"),
    path("desk/notices/<int:pk>/", OpenNoticeView.as_view(), name="notice-open"),
    path("m/notices/", PhoneInboxView.as_view(), name="phone-notices"),
    path("m/notices/read/", ReadAllView.as_view(address="phone-notices"), name="phone-notices-read"),
    path("m/notices/<int:pk>/", OpenNoticeView.as_view(address="phone-notices"), name="phone-notice-open"),
    path("demo-outbox/", OutboxView.as_view(), name="demo-outbox"),
]
