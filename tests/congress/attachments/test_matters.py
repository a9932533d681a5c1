from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from congress.attachments import services, storage
from congress.attachments.models import Attachment
from congress.attachments.services import adopt, publish, remove, store, store_each, sweep, unpublish
from congress.attachments.states import State
from congress.audit.models import AuditEvent
from congress.errors import BadInput, WrongState
from congress.people.actors import CITIZEN
from tests.congress.attachments import files

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def text(name="a.txt", content=b"text"):
    return files.upload(name, content)


def photo(name="a.jpg"):
    return files.upload(name, files.jpeg((30, 20)))


def keep(upload, owner=None):
    return store(upload, owner=owner, actor=CITIZEN, on=TODAY)


def test_a_matter_takes_nine_pictures_and_ten_files(matter):
    for _n in range(9):
        keep(photo(), matter)
    with pytest.raises(BadInput, match="最多 9 张图片"):
        keep(photo(), matter)
    keep(text(), matter)
    with pytest.raises(BadInput, match="最多 10 个附件"):
        keep(text(), matter)
    assert Attachment.objects.of(matter).count() == 10


def test_a_matter_takes_sixty_megabytes(matter, uploader):
    half = "字".encode() * (19 * 1024 * 1024 // 3)
    for _n in range(3):
        keep(text(content=half), matter)
    with pytest.raises(BadInput, match="不能超过 60 MB"):
        keep(text(content=half), matter)
    assert Attachment.objects.of(matter).count() == 3


def test_one_bad_file_does_not_cost_the_others(matter):
    kept, refused = store_each(
        [photo(), files.upload("setup.exe", files.EXE), text()], owner=matter, actor=CITIZEN, on=TODAY
    )
    assert [attachment.original_name for attachment in kept] == ["a.jpg", "a.txt"]
    assert [(refusal.name, refusal.code) for refusal in refused] == [("setup.exe", "file_type")]


def test_a_file_stored_before_its_matter_existed_is_adopted_once(matter, other_department):
    attachment = keep(photo())
    adopt([attachment], owner=matter)
    assert Attachment.objects.of(matter).get() == attachment
    with pytest.raises(WrongState):
        adopt([attachment], owner=other_department)


def test_a_full_disk_gives_a_sentence_and_leaves_nothing_behind(matter, settings, files_of):
    settings.MEDIA_RESERVE_MB = 10**9
    with pytest.raises(BadInput, match="存储空间不足") as refusal:
        keep(photo(), matter)
    assert (refusal.value.code, files_of(), Attachment.objects.count()) == ("storage_full", [], 0)
    settings.MEDIA_RESERVE_MB = 0
    assert keep(photo(), matter).pk


def test_a_disk_that_fills_up_while_writing_leaves_no_half_file(matter, files_of):
    # A limit of the kernel on this process stands for the full disk: the write itself fails.
    resource = pytest.importorskip("resource")
    signal = pytest.importorskip("signal")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    previous = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(BadInput, match="存储空间不足"):
            keep(text(content=b"x" * 100_000), matter)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, previous)
    assert (files_of(), Attachment.objects.count()) == ([], 0)


def test_publishing_makes_a_copy_and_taking_back_removes_it(
    matter, files_of, clerk, django_capture_on_commit_callbacks
):
    attachment = keep(photo(), matter)
    private = files_of()
    publish(attachment, actor=clerk)
    public = [path.replace("private", "public") for path in private]
    assert files_of() == private + public
    with django_capture_on_commit_callbacks(execute=True):
        unpublish(attachment, actor=clerk)
    assert files_of() == private
    verbs = list(AuditEvent.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs == ["congress.attachment.published", "congress.attachment.unpublished"]


def test_a_file_in_quarantine_cannot_be_published(matter, clerk):
    attachment = keep(text(), matter)
    services.quarantine(attachment, actor=clerk, found="x")
    with pytest.raises(WrongState):
        publish(attachment, actor=clerk)


def test_the_bytes_go_when_the_removal_is_through_and_stay_when_it_fails(
    matter, files_of, clerk, django_capture_on_commit_callbacks
):
    attachment = keep(text(), matter)

    def failing():
        remove(attachment, actor=clerk)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        transaction.atomic(failing)()
    assert len(files_of()) == 1
    attachment = Attachment.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        remove(attachment, actor=clerk)
    assert files_of() == []


def test_the_night_sweep_takes_what_belongs_to_nobody_and_nothing_else(
    matter, files_of, django_capture_on_commit_callbacks
):
    kept = keep(photo(), matter)
    forgotten = keep(text())
    orphan = storage.path_of(forgotten.pk).with_name("0" * 32)
    orphan.write_bytes(b"of a transaction that failed")
    half = orphan.with_name(".tmpabc")
    half.write_bytes(b"of a process that died")
    assert sweep(at=timezone.now()) == 0
    assert len(files_of()) == 5
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep(at=timezone.now() + timedelta(days=2)) == 3
    assert sorted({name.split("/")[-1][:32] for name in files_of()}) == [kept.pk.hex]
    assert Attachment.objects.get() == kept


@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_once_do_not_get_past_the_limit(matter):
    for _n in range(8):
        keep(photo(), matter)
    start = Barrier(4)

    def one(_n):
        try:
            start.wait()
            keep(photo(), matter)
        except BadInput as refusal:
            return refusal.code
        finally:
            connection.close()
        return "kept"

    with ThreadPoolExecutor(4) as people:
        assert sorted(people.map(one, range(4))) == ["kept", *["too_many_images"] * 3]


def test_without_a_scanner_a_document_says_that_nobody_has_looked(matter):
    assert keep(text(), matter).state == State.UNSCANNED
