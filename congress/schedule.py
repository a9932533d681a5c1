"""When the periodic tasks run: the one place. Tasks are named, not imported, so every app's may stand here.

All of them are safe to run twice, and to be late: each looks at what is due, not at the clock that started it.
A test holds that every name here is a task that the worker knows.
"""

from typing import Any

from celery.schedules import crontab

# An entry: what it is -> {"task": name, "schedule": seconds or crontab in Asia/Shanghai, "options": {"expires": s}}.
# `expires` keeps a stopped worker from finding a heap of the same task.
SCHEDULE: dict[str, dict[str, Any]] = {
    # The safety net: services wake the delivery themselves.
    "deliver notices": {"task": "congress.deliver_notices", "schedule": 15.0, "options": {"expires": 15}},
    "tidy notices": {
        "task": "congress.tidy_notices",
        "schedule": crontab(hour=3, minute=20),
        "options": {"expires": 3600},
    },
    "tidy accounts": {
        "task": "congress.tidy_accounts",
        "schedule": crontab(hour=3, minute=25),
        "options": {"expires": 3600},
    },
    "tidy API": {
        "task": "congress.tidy_api",
        "schedule": crontab(hour=3, minute=30),
        "options": {"expires": 3600},
    },
    "erase expired": {
        "task": "congress.erase_expired",
        "schedule": crontab(hour=2, minute=30),
        "options": {"expires": 3600},
    },
    "verify audit": {
        "task": "congress.verify_audit",
        "schedule": crontab(hour=4, minute=10),
        "options": {"expires": 3600},
    },
    # Costs what is due, so it may look often: a limit is told on its day, also after the worker was away.
    "sweep limits": {
        "task": "petitions.sweep_suggestion_clocks",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 900},
    },
    # The calendar's own pages start it at once; this is for days corrected in the admin pages.
    "recompute limits": {
        "task": "petitions.recompute_suggestion_clocks",
        "schedule": crontab(hour=1, minute=10),
        "options": {"expires": 3600},
    },
    "refresh figures": {
        "task": "petitions.refresh_figures",
        "schedule": 120.0,
        "options": {"expires": 120},
    },
    # Reminders of duty shifts before the office opens; the second run is for a worker that was away.
    "sweep rota": {
        "task": "deputies.sweep_rota",
        "schedule": crontab(hour="7,13", minute=40),
        "options": {"expires": 3600},
    },
    # Only near the marks before a half-year's end is anything due.
    "sweep contacts": {
        "task": "deputies.sweep_contacts",
        "schedule": crontab(hour=8, minute=5),
        "options": {"expires": 3600},
    },
    # Before the offices open: reports, plans and answers of livelihood projects that are late.
    "sweep buildings": {
        "task": "outreach.sweep_buildings",
        "schedule": crontab(hour=7, minute=50),
        "options": {"expires": 3600},
    },
    "recount points": {
        "task": "deputies.recount_points",
        "schedule": crontab(hour=2, minute=50),
        "options": {"expires": 3600},
    },
    # Second assessments of projects that are put right.
    "chase rectifications": {
        "task": "outreach.chase_rectifications",
        "schedule": crontab(hour=8, minute=15),
        "options": {"expires": 3600},
    },
    "sweep files": {
        "task": "congress.sweep_files",
        "schedule": crontab(hour=3, minute=40),
        "options": {"expires": 3600},
    },
    "scan files": {"task": "congress.scan_files", "schedule": 300.0, "options": {"expires": 300}},
}
