"""Routes of dossiers."""

from django.urls import path

from deputies.dossiers.views import desk, phone

urlpatterns = [
    path("desk/dossiers/", desk.DossiersView.as_view(), name="dossiers"),
    path("desk/dossiers/export/", desk.DossiersExportView.as_view(), name="dossiers-export"),
    path("desk/dossiers/<uuid:uid>/", desk.DossierView.as_view(), name="dossier"),
    path("desk/dossiers/<uuid:uid>/sheet/", desk.DossierSheetView.as_view(), name="dossier-sheet"),
    path("desk/dossiers/<uuid:uid>/take/", desk.DossierTakeView.as_view(), name="dossier-take"),
    path("m/dossier/", phone.MyDossiersView.as_view(), name="my-dossiers"),
    path("m/dossier/<uuid:uid>/", phone.MyDossierView.as_view(), name="my-dossier"),
    path("m/dossier/<uuid:uid>/pdf/", phone.MyDossierPdfView.as_view(), name="my-dossier-pdf"),
]
