"""Who attended comes in from a workbook: preview, sentences for bad rows, all or nothing, repeatable."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from congress.models import AuditEvent
from deputies.dossiers.models import Meeting, MeetingAttendance, MeetingBatch
from deputies.roster.states import Level
from tests.deputies.makers import make_constituency, make_deputy, make_mandate, make_term
from tests.factories import make_region

pytestmark = pytest.mark.django_db

HEAD = "会议编号,会议名称,会议类别,会议日期,会议半天数,姓名,代表证号,出席情况,半天数,经批准,发言次数"
CAME = "RD-6,县十八届人大六次会议,人民代表大会会议,2026-01-08,4,周明德,,出席,3,,2"
LEFT = "RD-6,县十八届人大六次会议,人民代表大会会议,2026-01-08,4,周明德,,请假,1,是,"
LIU = "RD-6,县十八届人大六次会议,人民代表大会会议,2026-01-08,4,刘桂香,,缺席,4,否,"


@pytest.fixture
def people(county_office):
    """Two deputies of the county's congress."""
    term = make_term(Level.COUNTY, "430524", 18)
    seat = make_constituency(term, region=make_region("430524"))
    made = [make_deputy("周明德"), make_deputy("刘桂香")]
    for number, person in enumerate(made):
        make_mandate(person, term=term, constituency=seat, certificate=f"LH{number}")
    return made


@pytest.fixture
def desk(signed_in, county_clerk):
    return signed_in(county_clerk)


def upload(desk, *lines, head=HEAD):
    """The address of the preview."""
    file = SimpleUploadedFile("出席.csv", "\n".join([head, *lines]).encode(), "text/csv")
    made = desk.post(reverse("deputies:meeting-import"), {"file": file, "level": "county"})
    assert made.status_code == 302, made.content.decode()
    return made["Location"]


def noted():
    return set(MeetingAttendance.objects.values_list("deputy__name", "presence", "half_days", "is_approved"))


def test_a_file_is_looked_at_and_then_written_whole(desk, people):
    address = upload(desk, CAME, LEFT, LIU)
    page = desk.get(address)
    assert (page.context["fresh"], page.context["bad_count"]) == (1, 0)
    assert not Meeting.objects.exists()
    desk.post(address, {"confirm": "yes"})
    assert noted() == {
        ("周明德", "present", 3, False), ("周明德", "leave", 1, True), ("刘桂香", "absent", 4, False),
    }  # fmt: skip
    meeting = Meeting.objects.get()
    assert (meeting.key, meeting.level, meeting.region_code, meeting.half_days) == (
        "RD-6",
        "county",
        "430524",
        4,
    )
    facts = AuditEvent.objects.get(verb="deputies.meeting.imported").facts
    assert (facts["meetings"], facts["attendances"]) == (1, 3)
    assert desk.post(address, {"confirm": "yes"}).status_code == 409


def test_the_same_file_again_replaces_and_doubles_nothing(desk, people):
    desk.post(upload(desk, CAME, LIU), {"confirm": "yes"})
    address = upload(desk, CAME)
    assert desk.get(address).context["known"] == 1
    desk.post(address, {"confirm": "yes"})
    assert noted() == {("周明德", "present", 3, False)}


def test_a_meeting_without_number_is_known_by_its_day_and_name(desk, people):
    bare = "会议名称,会议日期,姓名,出席情况"
    for _again in range(2):
        desk.post(upload(desk, "党组学习会,2026-02-03,周明德,出席", head=bare), {"confirm": "yes"})
    meeting = Meeting.objects.get()
    assert (meeting.kind, meeting.half_days, noted()) == (
        "other",
        1,
        {("周明德", "present", 1, False)},
    )


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (CAME.replace("周明德", "周明"), "那天没有叫“周明”的在任代表。"),
        (CAME.replace("出席,3", "来了,3"), "“来了”不对，请填出席、请假、缺席之一。"),
        (CAME.replace("2026-01-08", "2026-02-30"), "“2026-02-30”不是日期。"),
        (CAME.replace("2026-01-08", "2021-01-08"), "那天没有叫“周明德”的在任代表。"),
        (CAME.replace("2026-01-08", "2099-01-08"), "会议日期不能晚于今天。"),
        (CAME.replace("出席,3", "出席,5"), "合计不超过 4 个半天"),
        (CAME.replace("出席,3", "出席,三"), "“三”应为整数。"),
        (CAME.replace("六次会议", "七次会议"), "与第 2 行是同一编号"),
        (LEFT.replace("是", "也许"), "“也许”应为是或否。"),
    ],
)
def test_a_bad_row_says_what_is_wrong_and_nothing_is_written(desk, people, line, sentence):
    address = upload(desk, LIU, line)
    page = desk.get(address)
    assert sentence in page.content.decode()
    assert page.context["bad_count"] >= 1
    assert desk.post(address, {"confirm": "yes"}).status_code == 422
    assert not Meeting.objects.exists()


def test_two_of_the_same_name_are_told_apart_by_their_certificate(desk, people):
    term = make_term(Level.COUNTY, "430524", 18)
    twin = make_deputy("周明德")
    make_mandate(
        twin, term=term, constituency=make_constituency(term, region=make_region("430524")), certificate="LH9"
    )
    assert "有 2 位“周明德”" in desk.get(upload(desk, CAME)).content.decode()
    desk.post(upload(desk, CAME.replace("周明德,,", "周明德,LH9,")), {"confirm": "yes"})
    assert MeetingAttendance.objects.get().deputy == twin


def test_a_file_without_the_columns_is_refused_at_the_field(desk, people):
    file = SimpleUploadedFile("出席.csv", "姓名,性别\n周明德,男".encode(), "text/csv")
    answer = desk.post(reverse("deputies:meeting-import"), {"file": file, "level": "county"})
    assert answer.status_code == 422
    assert "表头缺少“会议名称、会议日期、出席情况”" in answer.content.decode()
    assert not MeetingBatch.objects.exists()


def test_another_offices_meeting_is_not_overwritten(desk, people):
    Meeting.objects.create(
        key="RD-6", kind="session", title="别县的会", region_code="430525", on="2026-01-08", level="county"
    )
    address = upload(desk, CAME)
    assert "这个会议编号已由其他单位使用" in desk.get(address).content.decode()
    assert desk.post(address, {"confirm": "yes"}).status_code == 422


def test_the_template_can_be_filled_and_read_back(desk, people):
    answer = desk.get(reverse("deputies:meeting-template"))
    content = b"".join(answer.streaming_content)
    file = SimpleUploadedFile("出席.xlsx", content)
    made = desk.post(reverse("deputies:meeting-import"), {"file": file, "level": "county"})
    assert made.status_code == 302
    page = desk.get(made["Location"])
    assert (page.context["fresh"], page.context["bad_count"]) == (0, 0)


def test_nobody_else_opens_an_upload(desk, people, clerk, signed_in):
    assert signed_in(clerk).get(upload(desk, CAME)).status_code == 404
