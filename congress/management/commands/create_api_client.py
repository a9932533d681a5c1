"""Open a partner system from the command line, with its grants."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.timezone import localdate, now

from congress.api.scopes import Scope
from congress.api.services import create_api_client
from congress.errors import DomainError
from congress.people.actors import SYSTEM
from congress.people.roles import ADMIN_ROLES, Role
from congress.people.services import grant_role
from congress.regions.models import Organisation


class Command(BaseCommand):
    help = "Opens a service account with an OAuth2 client (client credentials) and prints its secret once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="user name of the service account")
        parser.add_argument("name", help="what the partner system is called")
        parser.add_argument("--scope", action="append", required=True, choices=Scope.values, dest="scopes")
        parser.add_argument(
            "--grant",
            action="append",
            default=[],
            metavar="ROLE@ORGANISATION",
            help="a role at an organisation's code, e.g. handler@430500-SL; repeat for more",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        grants = [self._grant(text) for text in options["grant"]]
        try:
            with transaction.atomic():
                client, secret = create_api_client(
                    username=options["username"],
                    name=options["name"],
                    scopes=options["scopes"],
                    actor=SYSTEM,
                    at=now(),
                )
                for role, organisation in grants:
                    grant_role(
                        user=client.application.user,
                        role=role,
                        organisation=organisation,
                        actor=SYSTEM,
                        on=localdate(),
                    )
        except DomainError as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(f"client_id: {client.application.client_id}")
        self.stdout.write(f"client_secret: {secret}")

    def _grant(self, text: str) -> tuple[str, Organisation]:
        role, _at, code = text.partition("@")
        if role not in set(Role.values) - ADMIN_ROLES:
            raise CommandError(f"{text!r}: {role!r} is not a role for a partner system.")
        organisation = Organisation.objects.filter(code=code).first()
        if organisation is None:
            raise CommandError(f"{text!r}: there is no organisation with the code {code!r}.")
        return role, organisation
