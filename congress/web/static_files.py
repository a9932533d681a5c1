"""Static files under names that change with their content, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Our modules name each other (`import … from "./store.js"`): those names are changed with the files, too.

    Ours only: modules of installed packages may name files in ways that only their own builds understand.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/phone/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )
