"""The limit for a vote: two tables in one transaction behind bare WSGI. Fast, and everybody's vote can be read off it."""

import json
import os
from collections.abc import Callable, Iterable
from threading import local

import psycopg

_held = local()


def _connection() -> psycopg.Connection:
    if not hasattr(_held, "connection"):
        _held.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    return _held.connection


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    if environ["REQUEST_METHOD"] == "POST":
        given = json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
        line = _connection()
        with line.transaction():
            line.execute(
                "INSERT INTO naive_roll (credential) VALUES (%s)", [given["credential"]], prepare=True
            )
            line.execute("INSERT INTO naive_ballot (marks) VALUES (%s)", [given["box"]], prepare=True)
    body = b'{"receipt": "AAAA-AAAA-AAAA-AAAA"}'
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
