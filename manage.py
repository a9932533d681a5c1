#!/usr/bin/env python
"""Django's command line. Without DATABASE_URL it works on the embedded servers of VAR (default `var/`)."""

import os
import sys
from contextlib import ExitStack
from pathlib import Path


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congress.settings.dev")
    with ExitStack() as stack:
        if "DATABASE_URL" not in os.environ and os.environ["DJANGO_SETTINGS_MODULE"] == "congress.settings.dev":
            from congress.embedded.lease import borrowed_servers

            folder = Path(os.environ.get("VAR") or Path(__file__).resolve().parent / "var")
            addresses = stack.enter_context(borrowed_servers(folder))
            os.environ["DATABASE_URL"] = addresses.database_url
            os.environ["REDIS_URL"] = addresses.redis_url
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
