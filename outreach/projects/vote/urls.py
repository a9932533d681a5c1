"""Addresses of votes, one list for all faces."""

from django.urls import path

from outreach.projects.vote.views import ballot, casting, console, method, remote, screen, secret, steps

_ONE = "desk/projects/votes/<str:code>/"

urlpatterns = [
    path("vote/<str:code>/", ballot.BallotView.as_view(), name="vote-ballot"),
    path("vote/<str:code>/cast", casting.CastView.as_view(), name="vote-cast"),
    path("vote/<str:code>/round.json", casting.RoundDocument.as_view(), name="vote-document"),
    path("vote/<str:code>/archive.json", casting.ArchiveDocument.as_view(), name="vote-archive"),
    path("vote/<str:code>/receipts/", secret.ReceiptsView.as_view(), name="vote-receipts"),
    path("vote/<str:code>/screen/", screen.ScreenView.as_view(), name="vote-screen"),
    path("desk/projects/votes/", console.RoundsView.as_view(), name="votes"),
    path("desk/projects/votes/new/<uuid:uid>/", steps.DraftView.as_view(), name="vote-new"),
    path("desk/projects/years/<uuid:uid>/method/", method.MethodView.as_view(), name="vote-method"),
    path(
        "desk/projects/years/<uuid:uid>/method/edit/",
        method.EditMethodView.as_view(),
        name="vote-method-edit",
    ),
    path(
        "desk/projects/years/<uuid:uid>/method/adopt/",
        method.AdoptMethodView.as_view(),
        name="vote-method-adopt",
    ),
    path(_ONE, console.RoundView.as_view(), name="vote"),
    path(f"{_ONE}appoint/", steps.AppointView.as_view(), name="vote-appoint"),
    path(f"{_ONE}dismiss/", steps.DismissView.as_view(), name="vote-dismiss"),
    path(f"{_ONE}ceremony/", secret.CeremonyView.as_view(), name="vote-ceremony"),
    path(f"{_ONE}freeze/", steps.FreezeView.as_view(), name="vote-freeze"),
    path(f"{_ONE}envelopes/", steps.EnvelopesView.as_view(), name="vote-envelopes"),
    path(f"{_ONE}void/", steps.VoidView.as_view(), name="vote-void"),
    path(f"{_ONE}roll/", console.RollView.as_view(), name="vote-roll"),
    path(f"{_ONE}open/", steps.OpenView.as_view(), name="vote-open"),
    path(f"{_ONE}allow-paper/", steps.AllowPaperView.as_view(), name="vote-allow-paper"),
    path(f"{_ONE}close/", steps.CloseView.as_view(), name="vote-close"),
    path(f"{_ONE}boxes.json", secret.BoxesView.as_view(), name="vote-boxes"),
    path(f"{_ONE}opening/", secret.OpeningView.as_view(), name="vote-opening"),
    path(f"{_ONE}paper/", steps.PaperView.as_view(), name="vote-paper"),
    path(f"{_ONE}count/", steps.CountView.as_view(), name="vote-count"),
    path(f"{_ONE}settle/", steps.SettleView.as_view(), name="vote-settle"),
    path(f"{_ONE}publish/", steps.PublishView.as_view(), name="vote-publish"),
    path(f"{_ONE}print/<slug:what>/", steps.SheetView.as_view(), name="vote-sheet"),
    path("m/vote/<str:code>/", remote.TokenView.as_view(), name="vote-token"),
    path("m/vote/<str:code>/sign", remote.SignView.as_view(), name="vote-sign"),
]
