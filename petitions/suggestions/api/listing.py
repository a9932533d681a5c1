"""The list for partner systems, put together by PostgreSQL: one row per page crosses the wire."""

from typing import Any

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import NullIf

from petitions.suggestions.models import Suggestion
from petitions.suggestions.models.matter import NO_DUE

_PLAIN = (
    "number", "state", "version", "channel", "kind", "people_count", "title", "content", "summary", "spot", "route",
    "round", "received_at", "transferred_on", "replied_on", "concluded_on", "result_class", "solved", "satisfied",
    "updated_at",
)  # fmt: skip


def as_documents(rows: QuerySet[Suggestion]) -> QuerySet[Suggestion, dict[str, Any]]:
    """Rows with exactly the names of SuggestionOut."""
    # `lead` and `region` are names of model fields: the codes come under other names and are renamed in SQL.
    return rows.values(
        "id", *_PLAIN, lead_code=F("lead__code"), region_code=F("region_id"), category_code=F("category_id"),
        due=NullIf("due_on", NO_DUE),
    )  # fmt: skip


_ONE = """
    json_build_object('number', number, 'state', state, 'version', version, 'channel', channel, 'kind', kind,
        'people_count', people_count, 'title', title, 'content', content, 'summary', summary,
        'category', category_code, 'region', region_code, 'spot', spot, 'lead', lead_code, 'route', route,
        'round', round, 'received_at', received_at, 'transferred_on', transferred_on, 'due_on', due,
        'replied_on', replied_on, 'concluded_on', concluded_on, 'result_class', result_class, 'solved', solved,
        'satisfied', satisfied, 'updated_at', updated_at)
"""


def page_as_json(rows: QuerySet[Suggestion], *, limit: int) -> tuple[str, list[tuple[Any, int]]]:
    """The first `limit` rows as a JSON array, and the keys (updated_at, id) of up to `limit` + 1 rows.

    The order of `rows` is the order of both.
    """
    sql, parameters = as_documents(rows)[: limit + 1].query.sql_with_params()
    # The database numbers the rows in their order; the last one only says that there is more.
    statement = f"""
        SELECT coalesce(json_agg({_ONE} ORDER BY place) FILTER (WHERE place <= %s), '[]')::text,
               coalesce(array_agg(updated_at ORDER BY place), '{{}}'), coalesce(array_agg(id ORDER BY place), '{{}}')
        FROM (SELECT *, row_number() OVER () AS place FROM ({sql}) AS listed) AS numbered
    """  # noqa: S608 - Django's own SQL and constants
    with connection.cursor() as cursor:
        cursor.execute(statement, [limit, *parameters])
        text, moments, keys = cursor.fetchone()
    return text, list(zip(moments, keys, strict=True))
