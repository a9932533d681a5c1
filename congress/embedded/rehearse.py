"""Run a command under production's settings, as the example in docs/deploy gives them, on throw-away servers and secrets.

`python -m congress.embedded.rehearse manage.py check --deploy`: what `make lint` uses, so that the example stays true.
"""

import os
import subprocess
import sys

from congress.embedded.environment import CODE, environment
from congress.embedded.lease import own_servers

EXAMPLE = CODE / "docs" / "deploy" / "lianxin.env.example"


def example_environment() -> dict[str, str]:
    """The names and values of the example file."""
    lines = [line.strip() for line in EXAMPLE.read_text(encoding="utf-8").splitlines()]
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def main(command: list[str]) -> int:
    """Returns the command's exit code."""
    with own_servers() as (folder, addresses):
        ours = environment(folder, addresses)
        # Where things are comes from here, how the site behaves from the example.
        places = {name: value for name, value in ours.items() if name.endswith(("_URL", "_FILE", "_ROOT"))}
        env = {**os.environ, **example_environment(), **places}
        return subprocess.run([sys.executable, *command], env=env, cwd=CODE, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
