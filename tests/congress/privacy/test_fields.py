"""Personal data is unreadable in the database and masked everywhere else."""

import copy
import json
import logging
import pickle

import pytest
from django import forms
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.serializers import serialize
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.template import Context, Template
from django.test.utils import isolate_apps

from congress.errors import BadInput
from congress.privacy import EncryptedTextField, Masked, Unreadable

PHONE, NAME, PLACE = "13812345678", "欧阳春花", "隆回县桃花坪街道九龙路18号3栋2单元501室"
MASKS = {"phone": "138****5678", "name": "欧阳**", "address": "隆回县桃花坪街道****"}
KEY_1, KEY_2 = "MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE=", "MjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjI="


@pytest.fixture
def people(db):
    """A table of people, for the length of the test."""
    with isolate_apps("congress"):

        class Person(models.Model):
            name = EncryptedTextField(kind="name")
            phone = EncryptedTextField(kind="phone", null=True, max_length=20)
            address = EncryptedTextField(kind="address", blank=True, default="")

            class Meta:
                app_label = "congress"

        with connection.schema_editor() as editor:
            editor.create_model(Person)
        yield Person


@pytest.fixture
def person(people):
    made = people.objects.create(name=NAME, phone=PHONE, address=PLACE)
    return people.objects.get(pk=made.pk)


def stored(person: models.Model) -> dict[str, bytes]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name, phone, address FROM {person._meta.db_table} WHERE id = %s", [person.pk])
        return dict(zip(("name", "phone", "address"), cursor.fetchone(), strict=True))


def test_what_was_saved_can_be_revealed(person):
    assert [person.name.reveal(), person.phone.reveal(), person.address.reveal()] == [NAME, PHONE, PLACE]


def test_the_database_holds_no_clear_text(person):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT t::text, row_to_json(t)::text FROM {person._meta.db_table} t")
        dump = " ".join(cursor.fetchone())
    for secret in (NAME, PHONE, PLACE, "欧阳", "5678", PHONE.encode().hex(), NAME.encode().hex()):
        assert secret not in dump
    assert all(bytes(value).startswith(b"v1|test1|") for value in stored(person).values())


def test_the_same_text_never_gives_the_same_bytes(people):
    first, second = (people.objects.create(name=NAME) for _ in range(2))
    assert bytes(stored(first)["name"]) != bytes(stored(second)["name"])


@pytest.mark.parametrize("field", MASKS)
def test_every_form_of_the_value_is_masked(person, field):
    value, mask = getattr(person, field), MASKS[field]
    assert str(value) == f"{value}" == format(value) == mask
    assert repr(value) == repr(mask)
    assert f"{value:>30}".strip() == mask
    assert json.dumps({"v": value}, ensure_ascii=False) == f'{{"v": "{mask}"}}'
    assert json.loads(json.dumps([value], cls=DjangoJSONEncoder)) == [mask]
    assert Template("{{ v }}|{{ v|upper }}").render(Context({"v": value})) == f"{mask}|{mask}"
    assert pickle.loads(pickle.dumps(value)) == mask
    assert value + "" == value[:] == value.replace("x", "y") == mask
    assert value.encode() == mask.encode()
    assert not hasattr(value, "__dict__")


def test_whole_rows_are_masked_too(person, caplog):
    for text in (
        str(vars(person)),
        serialize("json", [person]),
        str(list(type(person).objects.values("name", "phone", "address"))),
        str(list(type(person).objects.values_list("name", "phone", "address"))),
    ):
        assert NAME not in text
        assert PHONE not in text
        assert "九龙路" not in text
    with caplog.at_level(logging.WARNING):
        logging.getLogger("x").warning("caller %s at %r", person.phone, person.address)
    assert PHONE not in caplog.text
    assert MASKS["phone"] in caplog.text
    assert pickle.loads(pickle.dumps(person.name)) == "欧阳**"


def test_an_assigned_value_is_masked_before_it_is_saved(people):
    person = people(name=NAME, phone=PHONE)
    assert (str(person.name), str(person.phone)) == ("欧阳**", "138****5678")
    person.phone = "13987654321"
    assert str(person.phone) == "139****4321"
    assert person.phone.reveal() == "13987654321"


def test_nothing_and_empty_stay_what_they_are(people):
    person = people.objects.create(name="", phone=None)
    again = people.objects.get(pk=person.pk)
    assert (again.name, again.phone, again.address) == ("", None, "")
    assert bytes(stored(person)["name"]) == b""
    assert people.objects.filter(phone__isnull=True).count() == 1


def test_saving_again_writes_the_same_bytes(person):
    before = stored(person)
    person.save()
    assert stored(person) == before


def test_update_and_bulk_create_encrypt_as_well(people):
    people.objects.bulk_create([people(name=NAME), people(name="张三")])
    people.objects.update(phone=PHONE)
    assert {(p.name.reveal(), p.phone.reveal()) for p in people.objects.all()} == {
        (NAME, PHONE),
        ("张三", PHONE),
    }


def test_a_value_taken_from_another_row_or_column_is_encrypted_anew(person, people):
    other = people.objects.create(name=person.name, phone=person.phone, address=person.name)
    other.refresh_from_db()
    assert [other.name.reveal(), other.phone.reveal(), other.address.reveal()] == [NAME, PHONE, NAME]


def test_cipher_text_moved_to_another_column_is_refused(person, people):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {person._meta.db_table} SET name = phone, phone = name")
    moved = people.objects.get(pk=person.pk)
    for value in (moved.name, moved.phone):
        assert str(value) == "（无法读取）"
        with pytest.raises(Unreadable):
            value.reveal()
    assert moved.address.reveal() == PLACE


@pytest.mark.parametrize("place", [0, 3, 10, 20, -1])
def test_one_changed_bit_is_refused(person, people, place):
    raw = bytearray(stored(person)["phone"])
    raw[place] ^= 1
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {person._meta.db_table} SET phone = %s", [bytes(raw)])
    with pytest.raises(Unreadable):
        people.objects.get(pk=person.pk).phone.reveal()


def test_an_unreadable_value_survives_a_save(person, people):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {person._meta.db_table} SET phone = name")
    damaged = people.objects.get(pk=person.pk)
    before = bytes(stored(damaged)["phone"])
    damaged.save()
    assert bytes(stored(damaged)["phone"]) == before


def test_a_mask_sent_back_by_a_form_is_refused(person):
    for field, text in (("phone", "138****5678"), ("name", "张**")):
        with pytest.raises(BadInput, match="星号") as refused:
            setattr(person, field, text)
        assert refused.value.field == field
    assert person.phone.reveal() == PHONE


def test_only_text_can_be_assigned(person):
    with pytest.raises(TypeError):
        person.phone = 13812345678


def test_searching_an_encrypted_column_is_refused(people):
    for search in (
        {"phone": PHONE},
        {"phone__contains": "138"},
        {"phone__in": [PHONE]},
        {"name__lower": "x"},
    ):
        with pytest.raises(FieldError, match="blind index"):
            list(people.objects.filter(**search))


def test_an_encrypted_column_cannot_be_indexed(db):
    with isolate_apps("congress"):

        class Bad(models.Model):
            phone = EncryptedTextField(kind="phone", unique=True)

            class Meta:
                app_label = "congress"

        assert [error.id for error in Bad._meta.get_field("phone").check()] == ["congress.E101"]


def test_an_unknown_mask_is_a_mistake():
    with pytest.raises(ValueError, match="no mask"):
        EncryptedTextField(kind="shoe_size")


def test_equal_values_are_equal_only_in_clear(people):
    # Both read 138****5678.
    first, second, third = (Masked(text, "phone") for text in (PHONE, "13899995678", PHONE))
    assert first == third
    assert first != second
    assert first == "138****5678"
    assert first != PHONE
    assert len({first, third}) == 1


def test_a_copy_keeps_the_clear_text(person):
    for twin in (copy.copy(person.phone), copy.deepcopy({"phone": person.phone})["phone"]):
        assert twin.reveal() == PHONE


def test_a_form_shows_the_mask(person, people):
    form = forms.modelform_factory(people, fields=["name", "address"])(instance=person)
    assert "欧阳春花" not in form.as_p()
    assert "欧阳**" in form.as_p()


def test_an_old_key_still_reads_and_the_first_key_writes(people, settings):
    settings.FIELD_KEYS = {"k1": KEY_1}
    old = people.objects.create(name=NAME)
    settings.FIELD_KEYS = {"k2": KEY_2, "k1": KEY_1}
    new = people.objects.create(name=NAME)
    assert bytes(stored(old)["name"]).startswith(b"v1|k1|")
    assert bytes(stored(new)["name"]).startswith(b"v1|k2|")
    assert [p.name.reveal() for p in people.objects.all()] == [NAME, NAME]
    settings.FIELD_KEYS = {"k2": KEY_2}
    assert [str(p.name) for p in people.objects.order_by("pk")] == ["（无法读取）", "欧阳**"]


@pytest.mark.parametrize("keys", [{}, {"k": "short"}, {"k": "bm90IGxvbmc="}])
def test_bad_keys_are_named_without_their_value(people, settings, keys):
    settings.FIELD_KEYS = keys
    with pytest.raises(ImproperlyConfigured, match="FIELD_KEYS") as refused:
        people.objects.create(name=NAME)
    assert all(value not in str(refused.value) for value in keys.values())
