"""The limit: psycopg behind bare WSGI. The rows of our list and the frame of our page, nothing else."""

import os
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from threading import local

import orjson
import psycopg

SQL = (
    "SELECT s.id, s.number, s.title, s.summary, s.state, s.due_on, o.short_name, r.name, c.name"
    " FROM petitions_suggestion s LEFT JOIN congress_organisation o ON o.id = s.lead_id"
    " JOIN congress_region r ON r.code = s.region_id LEFT JOIN petitions_category c ON c.code = s.category_id"
    " ORDER BY s.id DESC LIMIT 50"
)
_held = local()
_page = Path(os.environ["PEER_SHELL"]).read_text(encoding="utf-8")
_head, _, _rest = _page.partition("<tbody")
_foot = _rest.partition("</tbody>")[2]


def _rows() -> list[tuple]:
    if not hasattr(_held, "connection"):
        _held.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    return _held.connection.execute(SQL, prepare=True).fetchall()


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/json/":
        body, kind = orjson.dumps(_rows(), default=str), "application/json"
    else:
        cells = (
            f"<tr><td><input type=checkbox value={pk}></td><td>{due:%m-%d}</td><td><a href=/desk/suggestions/{number}/>"
            f"{escape(title)}</a><small>{escape(summary)}</small></td><td>{state}</td><td>{escape(lead or '')}</td>"
            f"<td>{escape(place)}</td><td>{escape(category or '')}</td><td>{number}</td></tr>"
            for pk, number, title, summary, state, due, lead, place, category in _rows()
        )
        body, kind = (_head + "".join(cells) + _foot).encode(), "text/html; charset=utf-8"
    start_response("200 OK", [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body]
