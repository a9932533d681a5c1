"""The doors of consultation and notice. See tests/congress/doors.py."""

#            any cit cty cnt stn own oth sup ldr exp bud dep sys sec aud
TABLE = """
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/candidates/<uuid:uid>/advice/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/candidates/<uuid:uid>/advice/
GET  in  in  404 404 403 403 403 404 404 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/advice/
POST in  in  404 404 403 403 403 404 404 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/advice/
GET  in  in  405 405 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/advice/ask/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/advice/ask/
GET  in  in  404 404 403 403 403 404 404 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/notice/
POST in  in  405 405 403 403 403 405 405 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/notice/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/notice/<uuid:comment>/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/notice/<uuid:comment>/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/notice/publish/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/notice/publish/
GET  in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/projects/<uuid:uid>/deliberate/
POST in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/projects/<uuid:uid>/deliberate/
GET  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 /projects/<uuid:uid>/notice/
POST 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 /projects/<uuid:uid>/notice/
GET  in  in  403 403 200 403 403 403 403 403 403 403 403 403 403 /desk/projects/station/
POST in  in  403 403 405 403 403 403 403 403 403 403 403 403 403 /desk/projects/station/
GET  in  in  403 403 404 403 403 403 403 403 403 403 403 403 403 /desk/projects/station/<uuid:uid>/
POST in  in  403 403 404 403 403 403 403 403 403 403 403 403 403 /desk/projects/station/<uuid:uid>/
GET  in  in  403 403 404 403 403 403 403 403 403 403 403 403 403 /desk/projects/station/receipt/
POST in  in  403 403 405 403 403 403 403 403 403 403 403 403 403 /desk/projects/station/receipt/
GET  in  in  404 404 403 403 403 404 404 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/proposals/figures/
POST in  in  404 404 403 403 403 404 404 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/proposals/figures/
"""
