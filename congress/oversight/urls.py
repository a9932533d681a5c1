"""The audit administrator's pages."""

from django.urls import path

from congress.oversight import views

urlpatterns = [
    path("desk/audit/", views.EventListView.as_view(), name="audit-events"),
    path("desk/audit/export/", views.ExportView.as_view(), name="audit-export"),
    path("desk/audit/<int:seq>/", views.EventView.as_view(), name="audit-event"),
]
