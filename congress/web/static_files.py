"""Static files under names that change with their content, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Our modules name each other (`import … from "./store.js"`): those names are changed with the files, too.

    Ours only: modules of installed packages may name files in ways that only their own builds understand.
    """

    # Django's own patterns; its switch beside them takes the modules of all apps or of none.
    _imports = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]  # noqa: SLF001
    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/phone/*.js", _imports))
