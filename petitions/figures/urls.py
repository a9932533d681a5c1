"""Addresses of the figures."""

from django.urls import path

from petitions.figures.views import DepartmentFiguresView, FiguresView

urlpatterns = [
    path("desk/figures/", FiguresView.as_view(), name="figures"),
    path("departments/", DepartmentFiguresView.as_view(), name="department-figures"),
]
