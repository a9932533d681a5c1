"""The optional virus scanner: ClamAV's daemon, asked by INSTREAM. Off unless CLAMD is set."""

import logging
import socket
import struct

from django.conf import settings
from django.utils.translation import gettext as _

from congress.attachments.states import State
from congress.errors import BadInput

log = logging.getLogger(__name__)

_TIMEOUT = 10.0
_PIECE = 64 * 1024


def verdict(content: bytes) -> State:
    """CLEAN or UNSCANNED (no scanner, or it does not answer); BadInput when the scanner finds something."""
    if not settings.CLAMD:
        return State.UNSCANNED
    try:
        answer = _ask(content)
    except OSError as error:
        log.warning("attachments: the virus scanner does not answer (%s)", error)
        return State.UNSCANNED
    if answer.endswith("FOUND"):
        raise BadInput("file_infected", _("文件含有恶意代码，不能上传。请先在电脑上查杀病毒。"))
    return State.CLEAN if answer.endswith("OK") else State.UNSCANNED


def _ask(content: bytes) -> str:
    where = settings.CLAMD
    if where.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(_TIMEOUT)
        connection.connect(where)
    else:
        host, _colon, port = where.rpartition(":")
        connection = socket.create_connection((host, int(port)), _TIMEOUT)
    with connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _PIECE):
            piece = content[start : start + _PIECE]
            connection.sendall(struct.pack("!L", len(piece)) + piece)
        connection.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and (part := connection.recv(4096)):
            answer += part
    return answer.rstrip(b"\0\n ").decode("utf-8", "replace")
