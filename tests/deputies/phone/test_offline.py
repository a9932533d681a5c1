"""A village without signal: what is written on the phone arrives, whole and once."""

import pytest
from PIL import Image
from playwright.sync_api import expect

from deputies.models import EntryPhoto, LogEntry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOG = "**/m/api/field-log"
PHOTO = "**/m/api/field-log/*/photos/*"


@pytest.fixture
def photos(tmp_path) -> list[str]:
    """Two photos as a phone takes them: too large, with a place in them."""
    found = []
    for number in range(2):
        picture = Image.effect_noise((240, 180), 60 + number).resize((2400, 1800)).convert("RGB")
        exif = Image.Exif()
        exif[0x0110] = "Phone X"
        path = tmp_path / f"p{number}.jpg"
        picture.save(path, quality=90, exif=exif)
        found.append(str(path))
    return found


SAID = ["村口到小学那条路灯坏了半年。", "水渠堵了三处，下面的田没水。", "老人证一直没有办下来。"]


def arrived() -> list[tuple[str, int, int]]:
    """What is at the server: the voter's words, how many photos, how many suggestions came of it."""
    return [
        (
            entry.voices.get().said,
            entry.photos.count(),
            int(bool(entry.voices.get().matter_number)),
        )
        for entry in LogEntry.objects.order_by("made_at")
    ]


def test_three_visits_with_photos_written_without_signal_arrive_once(new_phone, ouyang, photos) -> None:
    phone = new_phone(ouyang.user)
    phone.go_when_kept()
    phone.context.set_offline(True)
    for said in SAID:
        phone.visit(said, photos=photos)
    expect(phone.page.locator("li[data-state=waiting]")).to_have_count(3)
    assert arrived() == []

    phone.reopen()
    phone.go("/m/")
    expect(phone.page.get_by_text("现在连不上服务器")).to_be_visible()
    expect(phone.page.get_by_text("3 条在手机里，查看")).to_be_visible()
    phone.go("/m/queue/")
    phone.context.set_offline(False)

    expect(phone.page.locator("li[data-state=sent]")).to_have_count(3, timeout=30_000)
    assert arrived() == [(said, 2, 1) for said in SAID]


def test_photos_leave_their_place_and_their_size_on_the_phone(new_phone, ouyang, photos) -> None:
    phone = new_phone(ouyang.user)
    phone.go_when_kept()
    sent = []

    def look(route) -> None:
        sent.append(route.request.post_data_buffer)
        route.continue_()

    phone.context.route(PHOTO, look)
    phone.visit(SAID[0], photos=photos[:1])
    expect(phone.page.locator("li[data-state=sent]")).to_have_count(1, timeout=30_000)

    kept = EntryPhoto.objects.get().attachment
    assert (kept.width, kept.height) == (1600, 1200)
    assert [len(body) < 400_000 and b"Phone X" not in body for body in sent] == [True]


def test_a_server_that_falls_over_twice_gets_everything_at_the_third_try(new_phone, ouyang, photos) -> None:
    phone = new_phone(ouyang.user)
    phone.go_when_kept()
    tries = []

    def twice(route) -> None:
        tries.append(1)
        route.fulfill(status=500, body="") if len(tries) < 3 else route.continue_()

    phone.context.route(LOG, twice)
    for said in SAID:
        phone.visit(said, photos=photos[:1])
    expect(phone.page.locator("li[data-state=sent]")).to_have_count(3, timeout=30_000)
    assert arrived() == [(said, 1, 1) for said in SAID]
    assert len(tries) >= 3


def test_a_line_cut_after_the_server_had_it_doubles_nothing(new_phone, ouyang, photos) -> None:
    phone = new_phone(ouyang.user)
    phone.go_when_kept()
    cut = {"words": 0, "photo": 0}

    def lose(kind: str):
        def handler(route) -> None:
            cut[kind] += 1
            if cut[kind] > 1:
                return route.continue_()
            # The server takes it, its answer is lost.
            route.fetch()
            return route.abort()

        return handler

    phone.context.route(LOG, lose("words"))
    phone.context.route(PHOTO, lose("photo"))
    phone.visit(SAID[0], photos=photos)
    expect(phone.page.get_by_text("试过 1 次")).to_be_visible()
    phone.page.locator("[data-send]").click()
    expect(phone.page.get_by_text("文字已上传，还有 2 张照片")).to_be_visible()
    expect(phone.page.get_by_text("现在连不上服务器")).to_be_visible()
    phone.page.locator("[data-send]").click()
    expect(phone.page.locator("li[data-state=sent]")).to_have_count(1, timeout=30_000)
    assert arrived() == [(SAID[0], 2, 1)]
    assert cut == {"words": 2, "photo": 3}


def test_a_browser_without_workers_still_keeps_and_sends(new_phone, ouyang) -> None:
    phone = new_phone(ouyang.user, service_workers="block")
    phone.go("/m/log/visit/")
    phone.page.wait_for_selector("#log[data-ready]")
    phone.context.set_offline(True)
    phone.page.get_by_label("群众说了什么").first.fill(SAID[0])
    # Saved, though the next page cannot be opened.
    phone.page.get_by_role("button", name="保存").click()
    phone.page.wait_for_timeout(800)
    assert arrived() == []
    phone.context.set_offline(False)
    phone.reopen()
    phone.go("/m/queue/")
    expect(phone.page.locator("li[data-state=sent]")).to_have_count(1, timeout=30_000)
    assert [row[0] for row in arrived()] == [SAID[0]]


def test_what_the_server_refuses_is_said_edited_and_sent_again(new_phone, ouyang) -> None:
    phone = new_phone(ouyang.user)
    phone.go_when_kept("/m/log/visit/")
    page = phone.page
    page.wait_for_selector("#log[data-ready]")
    page.get_by_label("群众说了什么").first.fill(SAID[0])
    page.get_by_label("日期").fill("2020-01-01")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("最多补记 30 天以内的")).to_be_visible()
    expect(phone.page.locator("li[data-state=refused]")).to_have_count(1)
    assert arrived() == []

    page.get_by_role("link", name="修改").click()
    page.wait_for_selector("#log[data-ready]")
    expect(page.get_by_label("群众说了什么").first).to_have_value(SAID[0])
    page.get_by_label("日期").fill(
        page.evaluate("new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10)")
    )
    page.get_by_role("button", name="保存").click()
    expect(page.locator("li[data-state=sent]")).to_have_count(1, timeout=30_000)
    assert [row[0] for row in arrived()] == [SAID[0]]


def test_a_phone_whose_sign_in_ended_keeps_all_and_says_so(new_phone, ouyang, signed_in) -> None:
    phone = new_phone(ouyang.user)
    phone.go_when_kept()
    phone.context.set_offline(True)
    phone.visit(SAID[0])
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    phone.page.locator("[data-send]").click()
    expect(phone.page.get_by_text("请重新登录，记录都在手机里。")).to_be_visible()
    assert arrived() == []

    session = signed_in(ouyang.user).cookies["sessionid"].value
    phone.context.add_cookies([{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}])
    phone.page.locator("[data-send]").click()
    expect(phone.page.locator("li[data-state=sent]")).to_have_count(1, timeout=30_000)
    assert [row[0] for row in arrived()] == [SAID[0]]


def test_signing_out_with_something_unsent_asks_first_and_the_next_person_sees_nothing(
    new_phone, ouyang, people, signed_in
) -> None:
    phone = new_phone(ouyang.user)
    phone.go_when_kept()
    phone.context.set_offline(True)
    phone.visit(SAID[0])
    phone.context.set_offline(False)
    phone.context.route(LOG, lambda route: route.abort())
    phone.go("/account/")
    phone.page.get_by_role("button", name="退出登录").click()
    expect(phone.page.get_by_text("还有 1 条记录没有上传")).to_be_visible()
    phone.page.get_by_role("button", name="先上传").click()
    expect(phone.page.get_by_text("现在没有信号，没能上传。")).to_be_visible()
    phone.page.get_by_role("button", name="仍然退出").click()
    phone.page.wait_for_url("**/login/")
    phone.context.unroute(LOG)

    other = people("tang", "唐建国")
    session = signed_in(other.user).cookies["sessionid"].value
    phone.context.add_cookies([{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}])
    phone.go("/m/queue/")
    expect(phone.page.get_by_text("手机里没有等着上传的记录")).to_be_visible()
    kept = phone.page.evaluate(
        """() => new Promise(done => { const asked = indexedDB.open("lianxin-phone");
           asked.onsuccess = () => { const rows = asked.result.transaction("queue").objectStore("queue").getAll();
           rows.onsuccess = () => done(rows.result.map(row => new TextDecoder().decode(row.box.data))); }; })"""
    )
    assert len(kept) == 1
    assert SAID[0] not in kept[0]
    assert arrived() == []

    session = signed_in(ouyang.user).cookies["sessionid"].value
    phone.context.add_cookies([{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}])
    phone.go("/m/queue/")
    expect(phone.page.locator("li[data-state=sent]")).to_have_count(1, timeout=30_000)
    assert [
        (row[0], entry.recorded_by) for row, entry in zip(arrived(), LogEntry.objects.all(), strict=True)
    ] == [(SAID[0], ouyang.user)]


def test_half_a_form_is_there_again_after_the_phone_was_put_away(new_phone, ouyang, photos) -> None:
    phone = new_phone(ouyang.user)
    phone.go_when_kept("/m/log/reception/")
    page = phone.page
    page.wait_for_selector("#log[data-ready]")
    page.get_by_label("群众说了什么").first.fill(SAID[1])
    page.get_by_role("button", name="再记一位群众").click()
    page.get_by_label("群众说了什么").nth(1).fill(SAID[2])
    page.locator("#photos").set_input_files(photos[:1])
    expect(page.get_by_text("已自动存稿")).to_be_visible()

    phone.reopen()
    phone.go("/m/log/reception/")
    page = phone.page
    expect(page.get_by_text("已恢复上次的草稿")).to_be_visible()
    expect(page.get_by_label("群众说了什么").nth(0)).to_have_value(SAID[1])
    expect(page.get_by_label("群众说了什么").nth(1)).to_have_value(SAID[2])
    expect(page.locator(".shots figure")).to_have_count(1)


def test_entries_arrive_in_the_order_in_which_they_were_written(new_phone, ouyang) -> None:
    phone = new_phone(ouyang.user)
    phone.go_when_kept()
    phone.context.set_offline(True)
    for said in SAID:
        phone.visit(said)
    phone.context.set_offline(False)
    expect(phone.page.locator("li[data-state=sent]")).to_have_count(3, timeout=30_000)
    assert [entry.voices.get().said for entry in LogEntry.objects.order_by("pk")] == SAID
