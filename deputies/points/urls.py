"""Routes of points."""

from django.urls import URLPattern, path

from deputies.points.views import desk, phone, rulings, tables

urlpatterns: list[URLPattern] = [
    path("desk/points/", desk.RankingView.as_view(), name="points"),
    path("desk/points/export/", desk.RankingExportView.as_view(), name="points-export"),
    path("desk/points/accounts/<int:pk>/<int:year>/", desk.AccountView.as_view(), name="point-account"),
    path(
        "desk/points/accounts/<int:pk>/<int:year>/export/",
        desk.AccountExportView.as_view(),
        name="point-account-export",
    ),
    path("desk/points/rulings/", rulings.RulingsView.as_view(), name="point-rulings"),
    path("desk/points/terms/<int:pk>/freeze/", rulings.FreezeView.as_view(), name="points-freeze"),
    path("desk/points/tables/", tables.TablesView.as_view(), name="point-tables"),
    path("desk/points/tables/new/", tables.DraftView.as_view(), name="point-table-new"),
    path("desk/points/tables/<int:pk>/", tables.TableView.as_view(), name="point-table"),
    path("desk/points/tables/<int:pk>/lines/", tables.RuleView.as_view(), name="point-rule-new"),
    path("desk/points/tables/<int:pk>/lines/<int:line>/", tables.RuleView.as_view(), name="point-rule"),
    path("desk/points/tables/<int:pk>/simulation/", tables.SimulateView.as_view(), name="point-simulation"),
    path("m/points/", phone.MyPointsView.as_view(), name="my-points"),
]
