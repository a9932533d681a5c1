"""What is checked before anything runs."""

import json
import logging
import sys

from celery import current_app
from django.test import override_settings

from congress.audit.context import coming_from
from congress.checks import task_times_in_order
from congress.logs import JsonFormatter
from congress.schedule import SCHEDULE


def test_task_limits_end_before_the_broker_hands_the_task_out_again():
    assert task_times_in_order() == []
    with override_settings(CELERY_TASK_TIME_LIMIT=200):
        (error,) = task_times_in_order()
    assert error.id == "congress.E101"


def test_every_task_of_the_schedule_is_one_that_the_worker_knows():
    current_app.loader.import_default_modules()
    assert {entry["task"] for entry in SCHEDULE.values()} - set(current_app.tasks) == set()


def test_a_log_line_is_json_and_names_its_request():
    try:
        raise ValueError("broken")
    except ValueError:
        trace = sys.exc_info()
    record = logging.LogRecord("congress.test", logging.ERROR, __file__, 1, "办件 %s", ("甲",), trace)
    with coming_from("request-1234"):
        line = json.loads(JsonFormatter().format(record))
    assert (line["level"], line["message"], line["request"]) == ("error", "办件 甲", "request-1234")
    assert line["trace"].endswith("ValueError: broken")
