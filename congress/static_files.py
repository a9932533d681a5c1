"""Static files of the installed apps, without what no page of ours uses."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class LeanStaticFiles(StaticFilesConfig):
    """Leaves out Redoc: it would fetch fonts from elsewhere, and the API's pages use Swagger UI.

    And the extensions of htmx: one of them names a file that is not there, which stops the hashing of names.
    """

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "redoc", "django_htmx/ext/*"]
