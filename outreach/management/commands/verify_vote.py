"""Check one vote, or all that were frozen."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outreach.projects.vote.models import VoteRound
from outreach.projects.vote.states import RoundPhase
from outreach.projects.vote.verify import lost_rounds, verify


class Command(BaseCommand):
    help = "Recount a vote and hold every figure against its hashes and the work log. Exits with 1 when something is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "round", nargs="*", metavar="CODE", help="the code of a round; all frozen ones without it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        frozen = (
            VoteRound.objects.exclude(phase=RoundPhase.DRAFT).select_related("method", "year").order_by("pk")
        )
        rounds = list(frozen.filter(code__in=options["round"]) if options["round"] else frozen)
        lost = lost_rounds()
        missing = set(options["round"]) - {vote.code for vote in rounds}
        if missing and not lost:
            raise CommandError(f"no frozen round {', '.join(sorted(missing))}")
        wrong = 0
        for vote in rounds:
            findings = verify(vote)
            wrong += bool(findings)
            self.stdout.write(f"{vote.code} {vote.get_phase_display()} {vote.frozen_hash[:16]}")
            for finding in findings:
                self.stderr.write(f"  {finding}")
        for pk in lost:
            self.stderr.write(f"round {pk} was frozen and is gone, or a draft again")
        wrong += len(lost)
        if wrong:
            raise CommandError(f"{wrong} of {len(rounds) + len(lost)} rounds do not hold")
        self.stdout.write(f"{len(rounds)} rounds hold")
