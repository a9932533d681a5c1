"""The wording of notices: `templates/messages/<template>.txt`, whose first line is the subject."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.template import Context, Engine
from django.template.base import Template, VariableNode

SUBJECT_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Message:
    """A rendered notice. `text` joins both for channels that know no subject."""

    subject: str
    body: str

    @property
    def text(self) -> str:
        return self.body or self.subject


def folders() -> list[str]:
    """Where `messages/` is looked for: the folders of the pages' templates."""
    return [str(folder) for folder in cast("list[Path]", settings.TEMPLATES[0]["DIRS"])]


@lru_cache(maxsize=1)
def _engine() -> Engine:
    # Plain text: nothing is escaped here, the pages that show it do that.
    return Engine(
        dirs=folders(),
        autoescape=False,
        builtins=["django.templatetags.i18n"],
    )


@lru_cache(maxsize=256)
def _template(name: str) -> Template:
    return _engine().get_template(f"messages/{name}.txt")


@lru_cache(maxsize=256)
def names_in(template: str) -> frozenset[str]:
    """The variables that the wording prints. TemplateDoesNotExist when there is no such message."""
    nodes = cast("list[VariableNode]", _template(template).nodelist.get_nodes_by_type(VariableNode))
    found = {getattr(node.filter_expression.var, "lookups", None) for node in nodes}
    return frozenset(lookups[0] for lookups in found if lookups) - {"forloop"}


def require_words(template: str, given: Mapping[str, Any]) -> None:
    """Raise ValueError when the wording prints something that the caller did not give.

    Checked when the notice is posted, in the caller's transaction: a hole in a message must not be found out
    by the citizen who reads it.
    """
    missing = names_in(template) - given.keys()
    if missing:
        raise ValueError(f"notice {template!r}: not given: {', '.join(sorted(missing))}")


def render(template: str, given: Mapping[str, Any]) -> Message:
    """The message in words."""
    subject, _, body = (
        _template(template).render(Context(dict(given), autoescape=False)).strip().partition("\n")
    )
    return Message(subject.strip()[:SUBJECT_LIMIT], body.strip())


def forget() -> None:
    """Read the wordings anew (they are kept for the life of the process)."""
    for kept in (_engine, _template, names_in):
        kept.cache_clear()
