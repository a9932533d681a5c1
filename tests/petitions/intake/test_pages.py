"""The import at the desk."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from congress.models import User
from petitions.intake.models import IntakeBatch
from petitions.suggestions.models import Suggestion

GOOD = "收到日期,反映内容,答复内容,答复日期\n2019-03-01,井盖丢失很久了。,已补齐。,2019-03-08\n"
BAD = GOOD + "2099-03-01,路面坑洼不平。,,\n"


def send(client: Client, text: str, name: str = "台账.csv") -> object:
    return client.post(
        "/desk/import/", {"file": SimpleUploadedFile(name, text.encode("gb18030")), "region": "430500"}
    )


def confirm(client: Client, batch: IntakeBatch, **more: str) -> object:
    return client.post(
        f"/desk/import/{batch.pk}/",
        {
            "region": "430500", "without_reply": "open", "confirm": "yes",
            **{f"column_{name}": header for name, header in batch.matching.items()}, **more,
        },
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_clerk_uploads_checks_confirms_and_takes_back(
    clerk: User, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(clerk)
    assert send(client, GOOD).status_code == 302
    batch = IntakeBatch.objects.get()
    page = client.get(f"/desk/import/{batch.pk}/").content.decode()
    assert "确认导入 1 件" in page
    assert "井盖丢失很久了" in page
    assert Suggestion.objects.count() == 0
    assert confirm(client, batch).status_code == 302
    assert "这一批已全部写入" in client.get(f"/desk/import/{batch.pk}/").content.decode()
    assert Suggestion.objects.get().days_used == 5
    client.post(f"/desk/import/{batch.pk}/undo/")
    assert "这一批已经撤销" in client.get(f"/desk/import/{batch.pk}/").content.decode()
    assert Suggestion.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_bad_rows_stop_the_file_until_the_clerk_leaves_them_out(
    clerk: User, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(clerk)
    send(client, BAD)
    batch = IntakeBatch.objects.get()
    page = client.get(f"/desk/import/{batch.pk}/").content.decode()
    assert "2099-03-01 晚于今天。" in page
    assert "确认导入" not in page
    confirm(client, batch)
    assert Suggestion.objects.count() == 0
    errors = client.get(f"/desk/import/{batch.pk}/errors/")
    assert b"".join(errors.streaming_content).startswith(b"PK")
    confirm(client, batch, skip_bad="on")
    assert Suggestion.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "name", "sentence"),
    [
        ("", "台账.csv", "文件是空的"),
        ("收到日期,反映内容\n2019-03-01,井盖\0丢失", "台账.csv", "。"),
        ("MZ", "台账.exe", "不支持这种文件"),
        ("PK", "台账.xlsx", "文件内容与扩展名不符"),
    ],
)
def test_what_is_no_table_gets_a_sentence_at_the_file(
    clerk: User, signed_in: Callable[..., Client], text: str, name: str, sentence: str
) -> None:
    answer = send(signed_in(clerk), text, name)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert IntakeBatch.objects.count() == 0


@pytest.mark.django_db
def test_a_missing_column_can_be_named_by_hand(clerk: User, signed_in: Callable[..., Client]) -> None:
    client = signed_in(clerk)
    send(client, "甲,乙\n2019-03-01,井盖丢失很久了。\n")
    batch = IntakeBatch.objects.get()
    answer = client.post(f"/desk/import/{batch.pk}/", {"region": "430500", "without_reply": "open"})
    assert answer.status_code == 422
    assert "请指明是哪一列" in answer.content.decode()
    client.post(
        f"/desk/import/{batch.pk}/",
        {"region": "430500", "without_reply": "open", "column_received_at": "甲", "column_content": "乙"},
    )
    assert "确认导入 1 件" in client.get(f"/desk/import/{batch.pk}/").content.decode()


@pytest.mark.django_db
def test_another_county_does_not_see_the_import_and_handlers_do_not_import(
    clerk: User, county_clerk: User, handler: User, signed_in: Callable[..., Client]
) -> None:
    send(signed_in(clerk), GOOD)
    batch = IntakeBatch.objects.get()
    assert signed_in(county_clerk).get(f"/desk/import/{batch.pk}/").status_code == 404
    assert signed_in(handler).get("/desk/import/").status_code == 403
