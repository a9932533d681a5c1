"""Routes of dossiers."""

from django.urls import path

from deputies.dossiers.views import desk, facts, imports, phone

urlpatterns = [
    path("desk/dossiers/", desk.DossiersView.as_view(), name="dossiers"),
    path("desk/dossiers/export/", desk.DossiersExportView.as_view(), name="dossiers-export"),
    path("desk/dossiers/<uuid:uid>/", desk.DossierView.as_view(), name="dossier"),
    path("desk/dossiers/<uuid:uid>/sheet/", desk.DossierSheetView.as_view(), name="dossier-sheet"),
    path("desk/dossiers/<uuid:uid>/take/", desk.DossierTakeView.as_view(), name="dossier-take"),
    path("desk/dossiers/<uuid:uid>/objections/<int:pk>/", desk.AnswerView.as_view(), name="dossier-answer"),
    path("desk/meetings/", facts.MeetingsView.as_view(), name="meetings"),
    path("desk/meetings/new/", facts.MeetingNewView.as_view(), name="meeting-new"),
    path("desk/meetings/import/", imports.ImportView.as_view(), name="meeting-import"),
    path("desk/meetings/import/template/", imports.TemplateView.as_view(), name="meeting-template"),
    path("desk/meetings/import/<uuid:uid>/", imports.BatchView.as_view(), name="meeting-batch"),
    path("desk/meetings/<int:pk>/", facts.MeetingView.as_view(), name="meeting"),
    path("desk/meetings/<int:pk>/edit/", facts.MeetingEditView.as_view(), name="meeting-edit"),
    path("desk/honours/", facts.HonoursView.as_view(), name="honours"),
    path("desk/honours/<int:pk>/", facts.HonourEditView.as_view(), name="honour-edit"),
    path("desk/honours/<int:pk>/remove/", facts.HonourRemoveView.as_view(), name="honour-remove"),
    path("desk/deputies/<uuid:uid>/honours/new/", facts.HonourNewView.as_view(), name="honour-new"),
    path("m/dossier/", phone.MyDossiersView.as_view(), name="my-dossiers"),
    path("m/dossier/<uuid:uid>/", phone.MyDossierView.as_view(), name="my-dossier"),
    path("m/dossier/<uuid:uid>/pdf/", phone.MyDossierPdfView.as_view(), name="my-dossier-pdf"),
]
