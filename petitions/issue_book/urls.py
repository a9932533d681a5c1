"""Address of the fourth logbook."""

from django.urls import path

from petitions.issue_book.views import IssueBookView

urlpatterns = [path("desk/logbooks/issues/", IssueBookView.as_view(), name="issue-book")]
