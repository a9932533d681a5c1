"""Logs of production: one JSON object a line, each with the id of its request or task."""

import json
import logging
from datetime import UTC, datetime

from congress.audit.context import current_origin


class JsonFormatter(logging.Formatter):
    """time (UTC), level, logger, message, request and, after an exception, its trace. No values of variables."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        request_id = current_origin().request_id
        if request_id:
            line["request"] = request_id
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
