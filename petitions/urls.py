"""Routes of petitions, by face."""

from django.urls import include, path

app_name = "petitions"

urlpatterns = [
    path("", include("petitions.suggestions.portal_urls")),
    path("", include("petitions.suggestions.desk_urls")),
    path("", include("petitions.issue_book.urls")),
    path("", include("petitions.ledgers.urls")),
    path("", include("petitions.figures.urls")),
    path("", include("petitions.intake.urls")),
]
