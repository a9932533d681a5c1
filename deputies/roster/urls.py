"""Addresses of the roster at the desk. The citizens' pages stand with the stations, which they show."""

from django.urls import URLPattern, path

from deputies.roster.views import desk, imports, steps

urlpatterns: list[URLPattern] = [
    path("desk/deputies/", desk.DeputyListView.as_view(), name="roster"),
    path("desk/deputies/new/", steps.AddView.as_view(), name="roster-add"),
    path("desk/deputies/terms/new/", steps.TermView.as_view(), name="roster-term"),
    path("desk/deputies/import/", imports.ImportView.as_view(), name="roster-import"),
    path("desk/deputies/import/<int:pk>/", imports.BatchView.as_view(), name="roster-batch"),
    path("desk/deputies/export/", imports.ExportView.as_view(), name="roster-export"),
    path("desk/deputies/<uuid:uid>/", desk.DeputyPageView.as_view(), name="roster-deputy"),
    path("desk/deputies/<uuid:uid>/edit/", steps.ChangeDeputyView.as_view(), name="roster-edit"),
    path("desk/deputies/<uuid:uid>/mandate/", steps.MandateView.as_view(), name="roster-mandate"),
    path(
        "desk/deputies/<uuid:uid>/mandates/<int:pk>/",
        steps.ChangeMandateView.as_view(),
        name="roster-change",
    ),
    path("desk/deputies/<uuid:uid>/account/", steps.LinkView.as_view(), name="roster-link"),
    path("desk/deputies/<uuid:uid>/photo/", steps.PhotoView.as_view(), name="roster-photo"),
]
