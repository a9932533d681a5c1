"""Look words up, newest rows first, without ever scanning the table.

A common word fills the page from the newest rows; a rare one is a matter for the index. The newest thousand
rows tell which of the two it is, better than the planner can: it takes neighbouring characters for
independent.
"""

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet

from congress.search.grams import grams_of_query, words_of

# Ids, not rows: ids have few gaps, and a window of ids needs no counting.
SAMPLE = 1_000
WALK = 50_000
# Of a rare word: more rows than this are not worth a list.
MOST = 20_000


def gram_query(gram_field: str, text: str) -> Q:
    """The rows that can hold the words, by index. Rows that only seem to are left for `text_query` to drop.

    Empty (all rows) when the words have no grams.
    """
    wanted = grams_of_query(words_of(text))
    return Q(**{f"{gram_field}__contains": wanted}) if wanted else Q()


def text_query(text_field: str, text: str) -> Q:
    """The rows whose normalised text holds every word; %, _ and backslash mean themselves."""
    found = Q()
    for word in words_of(text):
        found &= Q(**{f"{text_field}__contains": word})
    return found


def matching(
    queryset: QuerySet[Any], text: str, *, text_field: str, gram_field: str, need: int = 51
) -> QuerySet[Any]:
    """The queryset narrowed to rows that hold every word, in its own order: for lists ordered by something else.

    Costs two small queries at once: the first thousand rows of the list tell how common the words are. A common word
    is left to the index that the list walks; a rare one is looked up first, the newest 20,000 rows of it. `need` is
    how many rows the caller reads at most, the rows of a capped count included.
    """
    if not words_of(text):
        return queryset
    indexed, found = gram_query(gram_field, text), text_query(text_field, text)
    hit = ExpressionWrapper(found, output_field=BooleanField())
    sample = list(queryset.annotate(_hit=hit).values_list("_hit", flat=True)[:SAMPLE]) if indexed else []
    # Looked-up rows are fetched twice: by the index, and again in the list's order.
    if len(sample) < SAMPLE or _walking_is_cheaper(sum(sample), need, 2 * _newest(queryset)):
        return queryset.filter(found)
    # The limit is a fence: the planner would rather walk the list's order and meet the rare word at its end.
    looked_up = queryset.filter(indexed, found).order_by((F("pk") + 0).desc()).values("pk")[:MOST]
    return queryset.filter(pk__in=looked_up)


def search_page(
    queryset: QuerySet[Any],
    text: str,
    *,
    text_field: str,
    gram_field: str,
    limit: int,
    after: int | None = None,
) -> list[Any]:
    """The newest `limit` rows of the queryset that hold every word of `text`; its own order is not kept.

    `after` is the primary key of the last row of the page before. Without words: simply the newest rows.
    Words that are single common characters are looked for in the newest 50,000 rows only. The primary key
    must be an integer.
    """
    rows = queryset if after is None else queryset.filter(pk__lt=after)
    matching = rows.filter(text_query(text_field, text))
    newest_first = matching.order_by("-pk")
    if not words_of(text):
        return list(newest_first[:limit])
    top = after if after is not None else _newest(queryset) + 1
    indexed = gram_query(gram_field, text)

    page = list(newest_first.filter(pk__gte=top - SAMPLE)[:limit])
    floor = top - SAMPLE
    # Walk on only when the sample promises that the window fills the page.
    promising = len(page) * WALK >= limit * SAMPLE and _walking_is_cheaper(len(page), limit, top)
    if len(page) < limit and (promising or not indexed):
        page += newest_first.filter(pk__lt=floor, pk__gte=top - WALK)[: limit - len(page)]
        floor = top - WALK
    if len(page) == limit or not indexed or floor <= 1:
        return page
    # The sum keeps the planner from walking the primary key in order, which finds a rare word last.
    page += matching.filter(indexed, pk__lt=floor).order_by((F("pk") + 0).desc())[: limit - len(page)]
    return page


def search_count(
    queryset: QuerySet[Any], text: str, *, text_field: str, gram_field: str, cap: int = 1_000
) -> int:
    """How many rows hold every word, counted to `cap` + 1, which means "more than `cap`"."""
    ids = queryset.values_list("pk", flat=True)
    return len(search_page(ids, text, text_field=text_field, gram_field=gram_field, limit=cap + 1))


def _walking_is_cheaper(hits: int, need: int, rows: int) -> bool:
    """With so many hits in a sample: meet `need` of them on a walk, or fetch all of them out of `rows`?"""
    return hits > 0 and need * SAMPLE / hits <= rows * hits / SAMPLE


def _newest(queryset: QuerySet[Any]) -> int:
    ids: QuerySet[Any] = QuerySet(queryset.model).order_by("-pk").values_list("pk", flat=True)
    return ids.first() or 0
