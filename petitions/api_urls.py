"""The API's addresses of petitions."""

from django.urls import path

from petitions.suggestions.api import endpoints

urlpatterns = [
    path("suggestions", endpoints.SuggestionList.as_view()),
    path("suggestions/<str:number>", endpoints.SuggestionDetail.as_view()),
    path("suggestions/<str:number>/timeline", endpoints.SuggestionTimeline.as_view()),
    path("suggestions/<str:number>/steps/<str:step>", endpoints.SuggestionStep.as_view()),
    path("published", endpoints.PublishedList.as_view()),
    path("published/<str:number>", endpoints.PublishedDetail.as_view()),
    path("categories", endpoints.CategoryList.as_view()),
]
