"""Servers for a test run, started at import: pytest-django reads the settings before any conftest.py could do it."""

import atexit
import os
from contextlib import ExitStack

_servers = ExitStack()

if "LIANXIN_TEST_SERVERS" not in os.environ:
    # A worker process of the same run inherits the variables and must not start its own.
    from congress.embedded.lease import own_servers

    _folder, _addresses = _servers.enter_context(own_servers())
    atexit.register(_servers.close)
    os.environ["LIANXIN_TEST_SERVERS"] = "1"
    os.environ["DATABASE_URL"] = _addresses.database_url
    os.environ["REDIS_URL"] = _addresses.redis_url
    os.environ["MEDIA_ROOT"] = str(_folder / "media")
    os.environ["STATIC_ROOT"] = str(_folder / "static")
    (_folder / "static").mkdir()
