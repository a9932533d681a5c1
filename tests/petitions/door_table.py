"""The doors of petitions. See tests/congress/doors.py."""

from django.urls import reverse

from petitions.suggestions.models import Suggestion
from tests.congress.doors import Sample
from tests.petitions.suggestions.cases import ANSWER

_REPLY = {"text": ANSWER, "result_class": "solved", "signature_level": "deputy_head"}


def samples(matter: Suggestion, published: Suggestion) -> dict[str, Sample]:
    """Addresses of a case in the hands of the `own` department, and of a published one; good forms for its steps."""
    look = {"person": str(matter.petitioners.get().pk), "reason": "打电话核实情况"}

    def at(name: str, *args: str) -> str:
        return reverse(f"petitions:{name}", args=args)

    return {
        "/published/<str:number>/": (at("published-case", published.number), {}),
        "/published/<str:number>/support/": (at("support", published.number), {}),
        "/desk/suggestions/<str:number>/": (at("case", matter.number), {}),
        "/desk/suggestions/<str:number>/reveal/": (at("reveal", matter.number), look),
        "/desk/suggestions/<str:number>/override/": (
            at("override", published.number), {"reason": "这是公开的服务热线。"},
        ),
        "/desk/suggestions/<str:number>/<slug:step>/": (at("step", matter.number, "reply"), _REPLY),
        "/api/v1/suggestions/<str:number>": (f"/api/v1/suggestions/{matter.number}", {}),
        "/api/v1/suggestions/<str:number>/timeline": (f"/api/v1/suggestions/{matter.number}/timeline", {}),
        "/api/v1/suggestions/<str:number>/steps/<str:step>": (
            f"/api/v1/suggestions/{matter.number}/steps/reply", {},
        ),
        "/api/v1/published/<str:number>": (f"/api/v1/published/{published.number}", {}),
    }  # fmt: skip


TABLE = r"""
#    any cit cty cnt stn own oth sup ldr exp bud dep sys sec aud
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /api/v1/categories
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /api/v1/categories
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /api/v1/published
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /api/v1/published
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /api/v1/published/<str:number>
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /api/v1/published/<str:number>
GET  401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 /api/v1/suggestions
POST 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 /api/v1/suggestions
GET  401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 /api/v1/suggestions/<str:number>
POST 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 /api/v1/suggestions/<str:number>
GET  401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 /api/v1/suggestions/<str:number>/steps/<str:step>
POST 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 /api/v1/suggestions/<str:number>/steps/<str:step>
GET  401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 /api/v1/suggestions/<str:number>/timeline
POST 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 /api/v1/suggestions/<str:number>/timeline
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /departments/
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /departments/
GET  in  in  200 200 200 200 200 200 200 200 200 403 403 403 403 /desk/
POST in  in  405 405 405 405 405 405 405 405 405 403 403 403 403 /desk/
GET  in  in  200 200 403 200 200 200 200 403 403 403 403 403 403 /desk/figures/
POST in  in  405 405 403 405 405 405 405 403 403 403 403 403 403 /desk/figures/
GET  in  in  200 200 200 200 200 200 200 200 200 403 403 403 403 /desk/help/flow/
POST in  in  405 405 405 405 405 405 405 405 405 403 403 403 403 /desk/help/flow/
GET  in  in  200 200 403 403 403 403 403 403 403 403 403 403 403 /desk/import/
POST in  in  422 422 403 403 403 403 403 403 403 403 403 403 403 /desk/import/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/import/<int:pk>/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/import/<int:pk>/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/import/<int:pk>/errors/
POST in  in  405 405 403 403 403 403 403 403 403 403 403 403 403 /desk/import/<int:pk>/errors/
GET  in  in  405 405 403 403 403 403 403 403 403 403 403 403 403 /desk/import/<int:pk>/undo/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/import/<int:pk>/undo/
GET  in  in  200 200 200 200 200 200 200 403 403 403 403 403 403 /desk/ledgers/
POST in  in  200 200 200 200 200 200 200 403 403 403 403 403 403 /desk/ledgers/
GET  in  in  405 405 405 405 405 405 405 403 403 403 403 403 403 /desk/ledgers/print/
POST in  in  200 200 200 200 200 200 200 403 403 403 403 403 403 /desk/ledgers/print/
GET  in  in  200 200 200 200 200 200 200 403 403 403 403 403 403 /desk/search/
POST in  in  405 405 405 405 405 405 405 403 403 403 403 403 403 /desk/search/
GET  in  in  200 200 200 200 200 200 200 403 403 403 403 403 403 /desk/suggestions/
POST in  in  405 405 405 405 405 405 405 403 403 403 403 403 403 /desk/suggestions/
GET  in  in  200 404 200 200 404 200 200 403 403 403 403 403 403 /desk/suggestions/<str:number>/
POST in  in  405 405 405 405 405 405 405 403 403 403 403 403 403 /desk/suggestions/<str:number>/

#    any cit cty cnt stn own oth sup ldr exp bud dep sys sec aud
GET  in  in  405 405 405 405 405 405 405 403 403 403 403 403 403 /desk/suggestions/<str:number>/<slug:step>/
POST in  in  403 404 403 302 404 403 403 403 403 403 403 403 403 /desk/suggestions/<str:number>/<slug:step>/
GET  in  in  405 405 405 405 405 405 405 403 403 403 403 403 403 /desk/suggestions/<str:number>/override/
POST in  in  302 404 404 403 404 403 403 403 403 403 403 403 403 /desk/suggestions/<str:number>/override/
GET  in  in  405 405 405 405 405 405 405 403 403 403 403 403 403 /desk/suggestions/<str:number>/reveal/
POST in  in  200 404 200 200 404 200 404 403 403 403 403 403 403 /desk/suggestions/<str:number>/reveal/
GET  in  in  200 200 200 403 403 403 403 403 403 403 403 403 403 /desk/suggestions/new/
POST in  in  422 422 422 403 403 403 403 403 403 403 403 403 403 /desk/suggestions/new/
GET  in  in  405 405 403 403 403 403 403 403 403 403 403 403 403 /desk/suggestions/transfer/
POST in  in  302 302 403 403 403 403 403 403 403 403 403 403 403 /desk/suggestions/transfer/
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /published/
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /published/
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /published/<str:number>/
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /published/<str:number>/
GET  405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /published/<str:number>/support/
POST 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 /published/<str:number>/support/
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /report/
POST 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422 /report/
GET  302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 /report/check/
POST 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 /report/check/
GET  302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 /report/done/
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /report/done/
GET  302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 /report/similar/
POST 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 /report/similar/
GET  405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /report/similar/typing/
POST 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /report/similar/typing/
GET  302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 /report/where/
POST 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 /report/where/
GET  302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 /report/you/
POST 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 /report/you/
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /track/
POST 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422 /track/
GET  302 200 302 302 302 302 302 302 302 302 302 302 302 302 302 /track/case/
POST 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 /track/case/
GET  302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 /track/code/
POST 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 /track/code/
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /track/lost/
POST 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422 /track/lost/
"""
