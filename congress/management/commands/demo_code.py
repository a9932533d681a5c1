"""The present six digits of a demo administrator, for those who have no phone app at hand."""

import base64
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_otp.oath import totp

from congress.people.demo import demo_seed
from congress.people.models import TotpDevice


class Command(BaseCommand):
    help = "Prints the present code of an administrator of the demo world; real accounts have other seeds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *_args: Any, **options: Any) -> None:
        username = options["username"]
        device = TotpDevice.objects.filter(user__username=username, confirmed=True).first()
        seed = demo_seed(username)
        if device is None or device.seed.reveal() != seed:
            raise CommandError(f"{username} is no administrator of the demo world.")
        self.stdout.write(f"{totp(base64.b32decode(seed)):06d}")
