"""Gap-free numbers per kind, year and region."""

from django.db import connection

from petitions.suggestions.codes import show_number

# One statement: the row stays locked until the transaction ends, so a rolled-back case leaves no gap.
_NEXT = """
    INSERT INTO petitions_numberseries (kind, region_code, year, last) VALUES (%s, %s, %s, 1)
    ON CONFLICT (kind, region_code, year) DO UPDATE SET last = petitions_numberseries.last + 1
    RETURNING last
"""


def next_number(kind: str, *, region_code: str, year: int) -> str:
    """The next official number. Call it late in the transaction: others of this county wait behind it."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [kind, region_code, year])
        (serial,) = cursor.fetchone()
    return show_number(kind, year, region_code, serial)
