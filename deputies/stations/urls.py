"""Addresses of stations, rota and duty."""

from django.urls import URLPattern, path

from deputies.stations.views import desk, duty, people, plans, portal, rota, standards, steps

urlpatterns: list[URLPattern] = [
    path("stations/", portal.StationListView.as_view(), name="stations"),
    path("stations/<str:code>/", portal.StationView.as_view(), name="station"),
    path("stations/<str:code>/duty.ics", duty.StationCalendarView.as_view(), name="station-calendar"),
    path("duty/", duty.DutyView.as_view(), name="duty"),
    path("s/<str:token>/", portal.ScanView.as_view(), name="scan"),
    path("deputies/", people.DeputyListView.as_view(), name="deputies"),
    path("deputies/<uuid:uid>/", people.DeputyView.as_view(), name="deputy"),
    path("desk/rota/", rota.RotaListView.as_view(), name="rota-list"),
    path("desk/rota/<str:code>/", rota.RotaView.as_view(), name="rota"),
    path("desk/rota/<str:code>/door/", rota.DoorView.as_view(), name="door"),
    path("desk/stations/", desk.StationListView.as_view(), name="desk-stations"),
    path("desk/stations/new/", steps.OpenView.as_view(), name="station-open"),
    path("desk/stations/plans/", plans.PlanListView.as_view(), name="plans"),
    path("desk/stations/plans/<int:pk>/", plans.PlanView.as_view(), name="plan"),
    path("desk/stations/<str:code>/", desk.StationPageView.as_view(), name="desk-station"),
    path("desk/stations/<str:code>/check/", standards.CheckView.as_view(), name="station-check"),
    path("desk/stations/<str:code>/inspect/", standards.InspectView.as_view(), name="station-inspect"),
    path("desk/stations/<str:code>/stars/", standards.ApplyView.as_view(), name="station-stars"),
    path("desk/stations/<str:code>/stars/<int:pk>/", standards.RatingView.as_view(), name="station-rating"),
    path("desk/stations/<str:code>/edit/", steps.EditView.as_view(), name="station-edit"),
    path("desk/stations/<str:code>/close/", steps.CloseView.as_view(), name="station-close"),
    path("desk/stations/<str:code>/deputies/", steps.AssignView.as_view(), name="station-assign"),
    path("desk/stations/<str:code>/deputies/<int:pk>/", steps.EndView.as_view(), name="station-end"),
    path("desk/stations/<str:code>/villages/", steps.CellView.as_view(), name="station-cell-new"),
    path("desk/stations/<str:code>/villages/<int:pk>/", steps.CellView.as_view(), name="station-cell"),
]
