"""Against a small server that speaks clamd's INSTREAM."""

import socketserver
import struct
import threading
from datetime import date

import pytest

from congress.attachments.models import Attachment
from congress.attachments.services import publish, scan_waiting, store
from congress.attachments.states import State
from congress.audit.models import AuditEvent
from congress.errors import BadInput
from congress.people.actors import CITIZEN
from tests.congress.attachments import files

pytestmark = pytest.mark.django_db
VIRUS = b"this is the test virus"


class Clamd(socketserver.StreamRequestHandler):
    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.wfile.write(b"stream: Test.Virus FOUND\0" if VIRUS in content else b"stream: OK\0")


@pytest.fixture
def clamd(settings):
    with socketserver.TCPServer(("127.0.0.1", 0), Clamd) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        settings.CLAMD = f"127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()
        thread.join()


def keep(content, owner):
    return store(files.upload("a.txt", content), owner=owner, actor=CITIZEN, on=date(2026, 11, 23))


def test_a_clean_file_is_marked_and_an_infected_one_refused(clamd, matter):
    assert keep(b"good" * 50_000, matter).state == State.CLEAN
    with pytest.raises(BadInput, match="恶意代码"):
        keep(VIRUS, matter)
    assert Attachment.objects.count() == 1


def test_with_the_scanner_away_the_file_is_taken_and_scanned_when_it_is_back(settings, matter, clamd, clerk):
    address, settings.CLAMD = settings.CLAMD, "127.0.0.1:1"
    good, bad = keep(b"good", matter), keep(VIRUS, matter)
    publish(bad, actor=clerk)
    assert scan_waiting() == 0
    settings.CLAMD = address
    assert scan_waiting() == 2
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.state, bad.state, bad.is_public) == (State.CLEAN, State.QUARANTINE, False)
    assert AuditEvent.objects.order_by("seq").last().verb == "congress.attachment.quarantined"
    assert list(Attachment.objects.handed_out()) == [good]
