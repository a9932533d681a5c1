"""A wrong value in the environment stops the start with a sentence that names it, and never repeats a secret."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from congress.embedded.environment import environment
from congress.embedded.servers import Addresses
from congress.settings.env import database, flag, keys, number, redis_url, text, words

ROOT = Path(__file__).resolve().parents[3]
KEY = "bGlhbnhpbi1kZXYtZmllbGQta2V5LTMyLWJ5dGVzISE="


def test_a_secret_may_lie_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("open sesame\n")
    monkeypatch.setenv("WORD_FILE", str(tmp_path / "secret"))
    assert text("WORD") == "open sesame"


def test_a_missing_secret_file_is_named(monkeypatch):
    monkeypatch.setenv("WORD_FILE", "/nowhere/secret")
    with pytest.raises(ImproperlyConfigured, match="WORD_FILE: cannot read /nowhere/secret"):
        text("WORD")


@pytest.mark.parametrize(
    ("read", "value", "sentence"),
    [
        (lambda: flag("X", default=True), "ja", "X='ja': say true or false."),
        (lambda: number("X", 1), "many", "X='many': say a whole number."),
        (lambda: redis_url("X"), "127.0.0.1:6379", "X: an address begins with one of"),
        (lambda: redis_url("X"), "redis://127.0.0.1/cache", "X: '/cache' is no database number."),
        (lambda: database("X", 0, 0, 0), "mysql://root:s3cret@h/d", "X: an address begins with one of"),
        (lambda: database("X", 0, 0, 0), "postgresql://u:s3cret@h", "X: the database's name is missing"),
        (
            lambda: database("X", 0, 0, 0),
            "postgresql://u:s3cret@h:x/d",
            "X: a port of the address is no number.",
        ),
    ],
)
def test_a_wrong_value_is_refused_with_a_sentence(monkeypatch, read, value, sentence):
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured) as refusal:
        read()
    assert str(refusal.value).startswith(sentence)
    assert "s3cret" not in str(refusal.value)


def test_an_address_of_two_servers_with_tls_is_understood(monkeypatch):
    monkeypatch.setenv("X", "postgresql://lian%40x:p%2Fw@db1,db2:5433/lianxin?sslmode=verify-full")
    settings = database("X", 5000, 1000, 2000)
    assert (settings["USER"], settings["PASSWORD"], settings["NAME"]) == ("lian@x", "p/w", "lianxin")
    assert (settings["HOST"], settings["PORT"]) == ("db1,db2", "5432,5433")
    assert settings["OPTIONS"]["sslmode"] == "verify-full"
    assert settings["OPTIONS"]["options"] == (
        "-c statement_timeout=5000 -c lock_timeout=1000 -c idle_in_transaction_session_timeout=2000"
    )


def test_the_cache_takes_the_database_number_beside_the_brokers():
    assert redis_url("NOT_SET_CACHE", default_beside="redis://:pw@h:6379/3") == "redis://:pw@h:6379/4"
    assert redis_url("NOT_SET_CACHE", default_beside="redis://h:6379") == "redis://h:6379/1"


def test_a_list_leaves_out_what_is_empty(monkeypatch):
    monkeypatch.setenv("X", "a, b,,")
    assert words("X") == ["a", "b"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "must hold lines of a key id and a key"),
        ("only-one-word\n", "must hold lines of a key id and a key"),
        ("k1 not_base64!\n", "k1: the key is not base64."),
        ("k1 c2hvcnQ=\n", "k1: the key has 5 bytes, not 32."),
    ],
)
def test_a_wrong_key_file_is_refused(monkeypatch, tmp_path, content, sentence):
    (tmp_path / "keys").write_text(content)
    monkeypatch.setenv("FIELD_KEYS_FILE", str(tmp_path / "keys"))
    with pytest.raises(ImproperlyConfigured, match=sentence):
        keys("FIELD_KEYS_FILE")


def test_the_first_key_of_the_file_stays_first(monkeypatch, tmp_path):
    (tmp_path / "keys").write_text(f"new {KEY}\nold {KEY}\n")
    monkeypatch.setenv("FIELD_KEYS_FILE", str(tmp_path / "keys"))
    assert list(keys("FIELD_KEYS_FILE")) == ["new", "old"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, ""),
        ({"SECRET_KEY": "short"}, "SECRET_KEY: too short or too regular"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS: name the hosts"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS (or ALLOWED_HOSTS_FILE) must be set."),
        ({"DATABASE_URL": None}, "DATABASE_URL (or DATABASE_URL_FILE) must be set."),
        ({"CSRF_TRUSTED_ORIGINS": "lianxin.example"}, "CSRF_TRUSTED_ORIGINS: write whole origins"),
        ({"SMS_BACKEND": "pigeon"}, "SMS_BACKEND='pigeon': say one of http, off, outbox."),
        ({"NOTICE_WEBHOOKS": "https://gov.example"}, "NOTICE_WEBHOOKS: say left=right"),
        ({"PROCESS_KIND": "server"}, "PROCESS_KIND='server': say one of command, web, worker."),
    ],
)
def test_production_starts_only_with_settings_that_make_sense(tmp_path, changes, sentence):
    whole = {**os.environ, **environment(tmp_path, Addresses("postgresql://u@h/d", "redis://h/0")), **changes}
    done = subprocess.run(
        [sys.executable, "-c", "import congress.settings.production"],
        env={name: value for name, value in whole.items() if value is not None},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode == 0) is (sentence == "")
    assert sentence in done.stderr
