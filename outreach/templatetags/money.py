"""Money in templates: kept in fen, read in 万元."""

from decimal import ROUND_HALF_UP, Decimal

from django import template

register = template.Library()


@register.filter
def wan(fen: int | None) -> str:
    """123456789 fen: 123.46. Whole numbers without digits behind the point; nothing for None."""
    if fen is None:
        return ""
    value = (Decimal(fen) / 1_000_000).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{value:,.2f}".removesuffix(".00")
