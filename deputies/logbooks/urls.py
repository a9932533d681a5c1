"""Routes of the logbooks."""

from django.urls import path

from deputies.logbooks.views import contacts, desk, gaps, households, imports, steps

_ENTRY = "desk/logbooks/entries/<uuid:uid>/"

urlpatterns = [
    path("desk/logbooks/", desk.LogbooksView.as_view(), name="logbooks"),
    path("desk/logbooks/print/", desk.LogbookPrintView.as_view(), name="logbook-print"),
    path("desk/logbooks/gaps/", gaps.GapsView.as_view(), name="logbook-gaps"),
    path("desk/logbooks/gaps/print/", gaps.GapsPrintView.as_view(), name="logbook-gaps-print"),
    path("desk/logbooks/verify/", desk.VerifyView.as_view(), name="logbook-verify"),
    path(_ENTRY, desk.EntryView.as_view(), name="entry"),
    path(f"{_ENTRY}amend/", steps.AmendView.as_view(), name="entry-amend"),
    path(f"{_ENTRY}correct/", steps.CorrectView.as_view(), name="entry-correct"),
    path(f"{_ENTRY}refuse/", steps.RefuseView.as_view(), name="entry-refuse"),
    path(f"{_ENTRY}withdraw/", steps.WithdrawView.as_view(), name="entry-withdraw"),
    path("desk/logbooks/<str:code>/new/<slug:kind>/", steps.RecordView.as_view(), name="entry-new"),
    path("desk/logbooks/imports/<uuid:uid>/", imports.BatchView.as_view(), name="logbook-batch"),
    path("desk/logbooks/<str:code>/import/<slug:kind>/", imports.ImportView.as_view(), name="logbook-import"),
    path(
        "desk/logbooks/<str:code>/import/<slug:kind>/template/",
        imports.TemplateView.as_view(),
        name="logbook-template",
    ),
    path("desk/logbooks/<str:code>/lock/", steps.LockView.as_view(), name="logbook-lock"),
    path("desk/logbooks/<str:code>/<int:year>/unlock/", steps.UnlockView.as_view(), name="logbook-unlock"),
    path("desk/contacts/", contacts.ContactsView.as_view(), name="contacts"),
    path("desk/contacts/export/", contacts.ContactsExportView.as_view(), name="contacts-export"),
    path("desk/contacts/remind/", contacts.RemindView.as_view(), name="contacts-remind"),
    path("desk/contacts/<uuid:uid>/", contacts.DeputyContactsView.as_view(), name="contacts-deputy"),
    path("desk/contacts/<uuid:uid>/households/", households.AddHouseholdView.as_view(), name="household-new"),
    path(
        "desk/contacts/<uuid:uid>/households/<uuid:household>/",
        households.ContactView.as_view(),
        name="household-contact",
    ),
    path(
        "desk/contacts/<uuid:uid>/households/<uuid:household>/end/",
        households.EndHouseholdView.as_view(),
        name="household-end",
    ),
]
