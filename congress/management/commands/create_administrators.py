"""The first three accounts of a new installation. Everybody else is opened by them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.timezone import localdate, now

from congress.errors import DomainError
from congress.people.actors import SYSTEM
from congress.people.models import Grant
from congress.people.roles import ADMIN_ROLES, Role
from congress.people.services import grant_role, open_account
from congress.regions.models import Organisation


class Command(BaseCommand):
    help = (
        "Opens the three separated administrators and prints a one-time password for each. "
        "Refuses when there are administrators already."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organisation", required=True, help="code of the organisation, e.g. 430500-RD")
        for role in sorted(ADMIN_ROLES):
            parser.add_argument(
                f"--{role.replace('_', '-')}", required=True, metavar="USERNAME:NAME", dest=role
            )

    def handle(self, *args: Any, **options: Any) -> None:
        if Grant.objects.filter(role__in=ADMIN_ROLES).exists():
            raise CommandError("There are administrators already; they open further accounts.")
        organisation = Organisation.objects.filter(code=options["organisation"]).first()
        if organisation is None:
            raise CommandError(f"There is no organisation with the code {options['organisation']!r}.")
        lines = []
        try:
            with transaction.atomic():
                for role in sorted(ADMIN_ROLES):
                    username, _colon, name = options[role].partition(":")
                    user, password = open_account(
                        username=username, name=name or username, actor=SYSTEM, at=now()
                    )
                    grant_role(user=user, role=role, organisation=organisation, actor=SYSTEM, on=localdate())
                    lines.append(f"{Role(role).label}: {user.username}  {password}")
        except DomainError as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write("\n".join(lines))
