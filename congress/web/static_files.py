"""Static files under names that change with their content, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Modules name each other (`import … from "./store.js"`): those names are changed with the files, too."""

    support_js_module_import_aggregation = True
