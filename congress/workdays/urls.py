"""Addresses of the calendar and of the rules of deadlines."""

from django.urls import path

from congress.workdays import views

urlpatterns = [
    path("desk/calendar/", views.CalendarView.as_view(), name="workdays-calendar"),
    path("desk/calendar/enter/", views.EnterDaysView.as_view(), name="workdays-enter"),
    path("desk/deadlines/", views.RulesView.as_view(), name="deadline-rules"),
    path("desk/deadlines/changes/<int:pk>/", views.DecideView.as_view(), name="deadline-decide"),
    path("desk/deadlines/<str:code>/change/", views.ProposeView.as_view(), name="deadline-propose"),
]
