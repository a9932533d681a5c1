#!/usr/bin/env python
"""Django's command line. Without DATABASE_URL it works on the embedded servers of VAR (default `var/`)."""

import os
import sys
from contextlib import ExitStack


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congress.settings.dev")
    with ExitStack() as stack:
        if (
            "DATABASE_URL" not in os.environ
            and os.environ["DJANGO_SETTINGS_MODULE"] == "congress.settings.dev"
        ):
            from congress.embedded.environment import data_folder, environment
            from congress.embedded.lease import borrowed_servers

            folder = data_folder()
            addresses = stack.enter_context(borrowed_servers(folder))
            os.environ.update(environment(folder, addresses) | os.environ)
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line

        try:
            execute_from_command_line(sys.argv)
        except ImproperlyConfigured as wrong:
            sys.exit(str(wrong))


if __name__ == "__main__":
    main()
