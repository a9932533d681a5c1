"""Static files of the installed apps, without what no page of ours uses."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class LeanStaticFiles(StaticFilesConfig):
    """Leaves out Redoc: it would fetch fonts from elsewhere, and the API's pages use Swagger UI."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "redoc"]
