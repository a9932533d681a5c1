"""Files on their way in, through Django's own parsing of a form."""

import pytest
from django import forms
from django.http import HttpResponse, JsonResponse
from django.test import Client, override_settings
from django.urls import path

from congress.attachments.forms import FilesField
from congress.attachments.uploads import BoundedUploadHandler, RefusedFile
from tests.congress.attachments import files

MB = 1024 * 1024


class LetterForm(forms.Form):
    words = forms.CharField()
    files = FilesField()


def letter(request):
    form = LetterForm(request.POST, request.FILES)
    valid = form.is_valid()
    kept = [[upload.name, upload.size] for upload in form.cleaned_data.get("files", [])] if valid else []
    return JsonResponse(
        {"valid": valid, "kept": kept, "errors": form.errors, "words": form.data.get("words")}
    )


urlpatterns = [path("letter/", letter), path("healthz", lambda _request: HttpResponse())]


@pytest.fixture(autouse=True)
def pages():
    with override_settings(
        ROOT_URLCONF=__name__, MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware"]
    ):
        yield


def send(*uploads):
    return Client().post("/letter/", {"words": "路灯坏了", "files": list(uploads)}).json()


def test_several_good_files_arrive():
    said = send(files.upload("a.jpg", files.jpeg()), files.upload("b.txt", b"text"))
    assert said["valid"]
    assert [name for name, _size in said["kept"]] == ["a.jpg", "b.txt"]


def test_a_photo_of_thirty_megabytes_is_named_with_its_reason_and_the_typed_words_stay():
    said = send(files.upload("大.jpg", b"\xff\xd8\xff" + b"\0" * (30 * MB)), files.upload("b.txt", b"text"))
    assert said == {
        "valid": False,
        "kept": [],
        "errors": {"files": ["大.jpg：照片超过 15 MB，请在手机上选“中等大小”或压缩后再上传。"]},
        "words": "路灯坏了",
    }


def test_of_a_photo_that_is_too_large_no_more_than_the_limit_is_ever_kept(monkeypatch):
    largest = 0
    received = BoundedUploadHandler.receive_data_chunk

    def watch(handler, raw_data, start):
        nonlocal largest
        answer = received(handler, raw_data, start)
        if not handler.file.closed:
            largest = max(largest, handler.file.tell())
        return answer

    monkeypatch.setattr(BoundedUploadHandler, "receive_data_chunk", watch)
    send(files.upload("a.jpg", b"\0" * (30 * MB)))
    assert 0 < largest <= 15 * MB
    assert RefusedFile("a", "b", 1, "c", "d").read() == b""


def test_a_renamed_program_and_an_empty_file_are_each_named():
    said = send(
        files.upload("setup.exe", files.EXE), files.upload("leer.txt", b""), files.upload("ok.txt", b"x")
    )
    assert [words.split("：")[0] for words in said["errors"]["files"]] == ["setup.exe", "leer.txt"]


def test_a_heap_of_files_is_refused_beyond_twenty():
    said = send(*(files.upload(f"{n}.txt", b"x") for n in range(22)))
    assert [words.split("：")[0] for words in said["errors"]["files"]] == ["20.txt", "21.txt"]


def test_a_form_without_files_is_fine():
    assert send()["valid"]
