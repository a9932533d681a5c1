"""Addresses of the ledgers."""

from django.urls import path

from petitions.ledgers.views import LedgerPrintView, LedgerView

urlpatterns = [
    path("desk/ledgers/", LedgerView.as_view(), name="ledger"),
    path("desk/ledgers/print/", LedgerPrintView.as_view(), name="ledger-print"),
]
