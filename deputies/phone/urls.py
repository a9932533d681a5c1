"""The deputies' phone."""

from django.urls import path

from deputies.phone.views import calls, contacts, log, mine, shell

urlpatterns = [
    path("m/sw.js", shell.worker, name="phone-worker"),
    path("m/manifest.webmanifest", shell.manifest, name="phone-manifest"),
    path(
        "m/offline/",
        shell.ShellView.as_view(template_name="deputies/phone/offline.html"),
        name="phone-offline",
    ),
    path("m/queue/", shell.ShellView.as_view(template_name="deputies/phone/queue.html"), name="phone-queue"),
    path("m/log/", mine.MyLogView.as_view(), name="my-log"),
    path("m/log/<uuid:uid>/", mine.MyEntryView.as_view(), name="my-entry"),
    path("m/log/<uuid:uid>/amend/", mine.AmendView.as_view(), name="my-entry-amend"),
    path("m/log/<uuid:uid>/withdraw/", mine.WithdrawView.as_view(), name="my-entry-withdraw"),
    path("m/log/<uuid:uid>/voices/<uuid:voice>/raise/", mine.RaiseView.as_view(), name="my-voice-raise"),
    path("m/log/<slug:slug>/", log.LogView.as_view(), name="phone-log"),
    path("m/matters/", mine.MattersView.as_view(), name="my-matters"),
    path("m/matters/<uuid:voice>/inquire/", mine.InquireView.as_view(), name="my-matter-inquire"),
    path("m/contacts/", contacts.ContactsView.as_view(), name="my-contacts"),
    path("m/contacts/add/", contacts.AddHouseholdView.as_view(), name="my-household-add"),
    path("m/contacts/<uuid:uid>/end/", contacts.EndHouseholdView.as_view(), name="my-household-end"),
    path("m/api/session", calls.SessionView.as_view(), name="phone-session"),
    path("m/api/reference", calls.ReferenceView.as_view(), name="phone-reference"),
    path("m/api/field-log", calls.FieldLogView.as_view(), name="phone-field-log"),
    path("m/api/field-log/<uuid:uid>/photos/<uuid:photo>", calls.PhotoView.as_view(), name="phone-photo"),
]
