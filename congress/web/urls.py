"""The core's own pages."""

from django.urls import path

from congress.web import views
from congress.web.phone import HomeView, TodoView
from congress.web.preferences import PreferencesView
from congress.web.styleguide import StyleGuideView

urlpatterns = [
    path("preferences/", PreferencesView.as_view(), name="preferences"),
    path("privacy/", views.PrivacyView.as_view(), name="privacy"),
    path("accessibility/", views.AccessibilityView.as_view(), name="accessibility"),
    path("styleguide/", StyleGuideView.as_view(), name="styleguide"),
    path("m/", HomeView.as_view(), name="phone-home"),
    path("m/todos/", TodoView.as_view(), name="phone-todos"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
