from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from congress.attachments.services import store
from congress.errors import BadInput
from congress.models import AuditEvent
from congress.people.actors import CITIZEN
from congress.privacy.services import erase_expired
from petitions.suggestions.models import Suggestion
from petitions.suggestions.services.merging import merge_suggestion
from petitions.suggestions.services.reply import publish_suggestion, unpublish_suggestion
from petitions.suggestions.services.retention import forget_citizen
from petitions.suggestions.services.sweep import sweep_clocks
from petitions.suggestions.states import State
from tests.factories import make_region
from tests.petitions.suggestions.cases import MONDAY, receive, replied

pytestmark = pytest.mark.django_db

PUBLIC = {
    "public_title": "村口到小学路灯不亮",
    "public_text": "村口到小学路段路灯半年不亮。",
    "public_reply": "已更换线路并恢复照明。",
}


def test_three_years_after_the_end_the_people_are_forgotten_and_the_matter_stays(
    clerk, department, handler
) -> None:
    matter = replied(clerk, department, handler)
    sweep_clocks(on=date(2026, 11, 25))
    erase_expired(on=date(2029, 11, 20))
    assert matter.petitioners.get().phone.reveal() == "13900001234"
    erase_expired(on=date(2029, 11, 26))
    person = matter.petitioners.get()
    assert (person.name, person.phone, person.phone_index, person.address) == (None, None, None, None)
    assert Suggestion.objects.get(pk=matter.pk).content == matter.content


def test_a_merged_citizen_is_forgotten_with_the_case_that_was_answered(clerk, department, handler) -> None:
    target = replied(clerk, department, handler)
    mine = receive(phone="13900005678").suggestion
    Suggestion.objects.filter(pk=mine.pk).update(state=State.MERGED, merged_into=target)
    sweep_clocks(on=date(2026, 11, 25))
    erase_expired(on=date(2029, 11, 26))
    assert mine.petitioners.get().phone is None


def test_a_citizen_who_asks_is_forgotten_at_once_and_the_matter_goes_on(clerk, department, handler) -> None:
    matter = replied(clerk, department, handler, publish_consent=True)
    publish_suggestion(matter, **PUBLIC, actor=clerk, on=MONDAY)
    assert forget_citizen(matter, actor=CITIZEN, on=MONDAY) == 1
    matter.refresh_from_db()
    person = matter.petitioners.get()
    assert (person.name, person.phone, person.phone_index) == (None, None, None)
    assert (matter.published_at, matter.publish_consent, matter.state) == (None, False, "replied")
    facts = AuditEvent.objects.get(verb="petitions.suggestion.forgotten").facts
    assert facts == {"number": matter.number, "people": 1}
    assert forget_citizen(matter, actor=CITIZEN, on=MONDAY) == 0


def test_nobody_is_forgotten_while_the_case_is_open() -> None:
    matter = receive().suggestion
    erase_expired(on=date(2036, 1, 1))
    assert matter.petitioners.get().phone.reveal() == "13900001234"


@pytest.fixture
def photo(tmp_path):
    def make(name: str):
        Image.new("RGB", (40, 30), "red").save(tmp_path / "photo.jpg")
        upload = SimpleUploadedFile(name, (tmp_path / "photo.jpg").read_bytes(), "image/jpeg")
        return store(upload, owner=None, actor=CITIZEN, on=MONDAY)

    return make


def test_a_photo_is_public_only_when_chosen_and_goes_with_the_case(clerk, department, handler, photo) -> None:
    files = [photo("路灯.jpg"), photo("家门口.jpg")]
    matter = replied(clerk, department, handler, attachments=files)
    publish_suggestion(matter, **PUBLIC, files=files[:1], actor=clerk, on=MONDAY)
    assert [type(f).objects.get(pk=f.pk).is_public for f in files] == [True, False]
    unpublish_suggestion(matter, actor=CITIZEN, on=MONDAY)
    assert [type(f).objects.get(pk=f.pk).is_public for f in files] == [False, False]


def test_a_phone_number_in_the_name_of_a_public_file_blocks_it(clerk, department, handler, photo) -> None:
    files = [photo("王师傅13812345678.jpg")]
    matter = replied(clerk, department, handler, attachments=files)
    with pytest.raises(BadInput) as refusal:
        publish_suggestion(matter, **PUBLIC, files=files, actor=clerk, on=MONDAY)
    assert refusal.value.code == "personal_data"


def test_a_case_of_another_county_cannot_be_found_by_merging_into_it(county_clerk) -> None:
    own = receive().suggestion
    foreign = receive(
        region=make_region("430523101", "塘渡口镇", parent=make_region("430523", "邵阳县"))
    ).suggestion
    with pytest.raises(BadInput) as refusal:
        merge_suggestion(own, target=foreign, actor=county_clerk, on=MONDAY)
    assert refusal.value.message == "没有找到这个编号。"
    own.refresh_from_db()
    assert own.state == State.RECEIVED
