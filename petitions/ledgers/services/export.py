"""What has to happen before a ledger leaves the house."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from congress.audit.models import AuditEvent
from congress.audit.services import record
from congress.errors import BadInput
from congress.models import User
from congress.texts import require_text
from petitions.ledgers.selectors import ASK_REASON, MOST_ROWS, Ledger, Narrowing, ledger_rows


@transaction.atomic
def note_export(
    ledger: Ledger, narrowing: Narrowing, *, reason: str, actor: User, on: date, most: int = MOST_ROWS
) -> tuple[AuditEvent, int]:
    """Write into the work log that a ledger is taken out, and say how many rows it has.

    BadInput above `most` rows (50,000 for a workbook), and above 100 without a reason of four characters or more.
    """
    rows = ledger_rows(ledger, actor, narrowing, on=on).order_by()[: most + 1].count()
    if rows > most:
        raise BadInput(
            "too_many_rows", _("一次最多导出 %(n)s 行，请缩小日期或地点范围。") % {"n": f"{most:,}"}
        )
    reason = reason.strip()
    if rows > ASK_REASON:
        if not reason:
            raise BadInput("reason", _("超过 %(n)d 行，请写明导出理由。") % {"n": ASK_REASON}, field="reason")
        reason = require_text(reason, field="reason", least=4, most=200)
    event = record(
        "petitions.suggestion.exported",
        None,
        actor=actor,
        ledger=ledger.name,
        filters=narrowing.as_query(),
        rows=rows,
        reason=reason[:200],
    )
    return event, rows
