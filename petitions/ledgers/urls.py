"""Addresses of the ledgers."""

from django.urls import path

from petitions.ledgers.views import LedgerView

urlpatterns = [path("desk/ledgers/", LedgerView.as_view(), name="ledger")]
