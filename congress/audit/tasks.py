"""The nightly walk over the work log."""

import logging

from celery import shared_task

from congress.audit.selectors import audit_health, check_chain

logger = logging.getLogger(__name__)


@shared_task(name="congress.verify_audit")
def verify_audit() -> str:
    """Log the head of a whole chain, to be kept where the database cannot reach it; a broken one is an error."""
    report = check_chain()
    problems = audit_health()
    if report.broken:
        problems.append(f"{report.broken.kind} at event {report.broken.seq}: {report.broken.detail}")
    for problem in problems:
        logger.error("the work log: %s", problem)
    head = f"{report.last.seq}:{report.last.hash}"
    if not problems:
        logger.info("the work log holds up to %s", head)
    return head if not problems else "; ".join(problems)
