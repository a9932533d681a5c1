"""Puts our own admin site in the place of Django's."""

from django.contrib.admin.apps import AdminConfig


class LianxinAdminConfig(AdminConfig):
    default_site = "congress.admin_site.LianxinAdminSite"
