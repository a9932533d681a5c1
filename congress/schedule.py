"""When the periodic tasks run: the one place. Tasks are named, not imported, so every app's may stand here.

All of them are safe to run twice, and to be late: each looks at what is due, not at the clock that started it.
A test holds that every name here is a task that the worker knows.
"""

from typing import Any

# An entry: what it is -> {"task": name, "schedule": seconds or crontab in Asia/Shanghai, "options": {"expires": s}}.
# `expires` keeps a stopped worker from finding a heap of the same task.
SCHEDULE: dict[str, dict[str, Any]] = {}
