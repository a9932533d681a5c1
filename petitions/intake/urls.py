"""Addresses of the import."""

from django.urls import path

from petitions.intake.views import BatchView, ErrorFileView, ImportView, UndoView

urlpatterns = [
    path("desk/import/", ImportView.as_view(), name="import"),
    path("desk/import/<int:pk>/", BatchView.as_view(), name="import-batch"),
    path("desk/import/<int:pk>/undo/", UndoView.as_view(), name="import-undo"),
    path("desk/import/<int:pk>/errors/", ErrorFileView.as_view(), name="import-errors"),
]
