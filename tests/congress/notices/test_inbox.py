from datetime import timedelta

import pytest
from django.utils import timezone

from congress.errors import NotFound
from congress.notices.delivery import deliver_waiting
from congress.notices.models import InboxMark, Notice, NoticeRead
from congress.notices.selectors import get_notice_for, inbox_of, unread_count
from congress.notices.services import Posting, forget_old, mark_all_read, mark_read, post_notice, post_notices
from congress.people.roles import Role

from .conftest import person

pytestmark = pytest.mark.django_db


def keys(items):
    return [item.notice.key for item in items]


def test_everybody_who_holds_a_grant_at_the_organisation_sees_its_notices_once(roads, li, wang, outsider):
    person_with_two_roles = person("both", roads)
    person_with_two_roles.grants.create(role=Role.CLERK, organisation=roads)
    post_notice("test_short", to=roads, key="k")
    assert [keys(inbox_of(user)) for user in (li, wang, person_with_two_roles, outsider)] == [["k"]] * 3 + [
        []
    ]


def test_separated_administrators_see_no_notices_of_their_organisation(roads):
    admin = person("auditor", roads, Role.AUDIT_ADMIN)
    post_notice("test_short", to=roads, key="k")
    assert inbox_of(admin) == []


def test_what_one_has_read_is_still_unread_for_the_colleague(roads, li, wang):
    notice = post_notice("test_short", to=roads, key="k")
    mark_read(notice, user=li)
    mark_read(notice, user=li)
    assert (unread_count(li), unread_count(wang)) == (0, 1)
    assert [item.is_read for item in inbox_of(li)] == [True]


def test_a_notice_is_seen_before_and_after_the_worker_came_by_and_reads_the_same(roads, li):
    post_notice("test_transferred", to=roads, key="k", number="MY-1", due="明天")
    before = inbox_of(li)
    deliver_waiting()
    after = inbox_of(li)
    assert (keys(before), before[0].message) == (keys(after), after[0].message)
    assert after[0].message.subject == "转来一件 MY-1"


def test_the_newest_stand_first_and_pages_follow_without_gap_or_repeat(roads, li):
    at = timezone.now()
    post_notices(
        Posting("test_short", (roads, li)[n % 2], f"{n:02}", on_at=at - timedelta(minutes=n // 3))
        for n in range(25)
    )
    seen, before = [], None
    while page := inbox_of(li, at=at, before=before, limit=7):
        seen += keys(page)
        before = (page[-1].notice.not_before, page[-1].notice.pk)
    assert sorted(seen) == [f"{n:02}" for n in range(25)]
    order = [(item.not_before, item.pk) for item in (Notice.objects.get(key=key) for key in seen)]
    assert order == sorted(order, reverse=True)


def test_all_read_leaves_nothing_unread_but_what_comes_later(roads, li):
    at = timezone.now()
    post_notices(Posting("test_short", roads, f"old{n}", on_at=at - timedelta(hours=n)) for n in range(5))
    post_notice("test_short", to=roads, key="tomorrow", on_at=at + timedelta(days=1))
    assert mark_all_read(user=li, at=at) == 5
    assert (unread_count(li, at=at), unread_count(li, at=at + timedelta(days=2))) == (0, 1)


def test_a_notice_whose_transaction_ends_after_all_was_marked_read_is_still_unread(roads, li):
    at = timezone.now()
    mark_all_read(user=li, at=at)
    post_notice("test_short", to=roads, key="late", on_at=at - timedelta(minutes=5))
    assert unread_count(li, at=at) == 1


def test_the_unread_count_stops_at_a_hundred(roads, li):
    post_notices(Posting("test_short", roads, str(n)) for n in range(150))
    assert unread_count(li) == 100


def test_a_strangers_notice_does_not_exist(roads, li, outsider):
    notice = post_notice("test_short", to=roads, key="k")
    assert get_notice_for(li, notice.pk) == notice
    with pytest.raises(NotFound):
        get_notice_for(outsider, notice.pk)


def test_a_notice_for_later_is_not_in_the_inbox_yet(roads, li):
    at = timezone.now()
    post_notice("test_short", to=roads, key="k", on_at=at + timedelta(hours=1))
    assert (keys(inbox_of(li, at=at)), keys(inbox_of(li, at=at + timedelta(hours=2)))) == ([], ["k"])


def test_read_marks_before_the_users_mark_are_dropped_and_nothing_becomes_unread(roads, li, wang):
    at = timezone.now()
    post_notices(Posting("test_short", roads, str(n), on_at=at - timedelta(hours=5)) for n in range(3))
    mark_all_read(user=li, at=at)
    mark_read(Notice.objects.first(), user=wang)
    forget_old(at=at)
    assert InboxMark.objects.get().user == li
    assert list(NoticeRead.objects.values_list("user", flat=True)) == [wang.pk]
    assert (unread_count(li, at=at), unread_count(wang, at=at)) == (0, 2)


def test_the_inbox_asks_as_many_questions_for_three_notices_as_for_one(roads, li, django_assert_num_queries):
    post_notice("test_short", to=roads, key="0")
    inbox_of(li)
    with django_assert_num_queries(3):
        inbox_of(li)
    post_notices(Posting("test_short", roads, str(n)) for n in range(1, 3))
    with django_assert_num_queries(3):
        assert len(inbox_of(li)) == 3
