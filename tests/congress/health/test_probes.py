"""What load balancers, systemd and Prometheus are told."""

import pytest
from django.db import connection

from congress.embedded.processes import free_port
from congress.registry import gauges, register_gauge


def test_the_process_is_alive_without_database(client, django_db_blocker):
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_a_whole_site_is_ready(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "checks": {"database": "ok", "migrations": "ok", "broker": "ok", "audit_triggers": "ok"},
    }


@pytest.mark.django_db
def test_a_site_without_broker_is_not_ready_and_says_no_address(client, settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {
        "database": "ok",
        "migrations": "ok",
        "broker": "failed",
        "audit_triggers": "ok",
    }
    assert "127.0.0.1" not in answer.content.decode()


@pytest.mark.django_db
def test_a_site_whose_work_log_could_be_changed_is_not_ready(client):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE congress_auditevent DISABLE TRIGGER USER")
    assert client.get("/readyz").json()["checks"]["audit_triggers"] == "failed"


def test_probes_are_not_sent_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_figures_do_not_exist_for_strangers(client, settings):
    settings.METRICS_ALLOWED = ["10.0.0.9"]
    assert client.get("/metrics").status_code == 404


@pytest.mark.django_db
def test_figures_hold_requests_and_the_gauges_of_the_apps(client, settings):
    settings.METRICS_ALLOWED = ["127.0.0.1"]
    register_gauge("test_figure", "A figure of this test", lambda: 7)
    try:
        client.get("/healthz")
        text = client.get("/metrics").content.decode()
    finally:
        del gauges["test_figure"]
    assert "lianxin_test_figure 7.0" in text
    assert 'lianxin_requests_total{method="GET",status="200"}' in text
