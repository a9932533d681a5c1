"""The doors of the duty reports. See tests/congress/doors.py."""

#            any cit cty cnt stn own oth sup ldr exp bud dep sys sec aud
TABLE = """
GET  in  in  200 200 200 403 403 200 200 403 403 403 403 403 403 /desk/reports/
POST in  in  405 405 405 403 403 405 405 403 403 403 403 403 403 /desk/reports/
GET  in  in  404 404 404 403 403 404 404 403 403 403 403 403 403 /desk/reports/<uuid:uid>/
POST in  in  405 405 405 403 403 405 405 403 403 403 403 403 403 /desk/reports/<uuid:uid>/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/reports/<uuid:uid>/correct/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/reports/<uuid:uid>/correct/
GET  in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/reports/<uuid:uid>/count/
POST in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/reports/<uuid:uid>/count/
GET  in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/reports/<uuid:uid>/hold/
POST in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/reports/<uuid:uid>/hold/
GET  in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/reports/<uuid:uid>/plan/
POST in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/reports/<uuid:uid>/plan/
GET  in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/reports/<uuid:uid>/postpone/
POST in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/reports/<uuid:uid>/postpone/
GET  in  in  405 405 405 403 403 405 405 403 403 403 403 403 403 /desk/reports/<uuid:uid>/print/<slug:what>/
POST in  in  404 404 404 403 403 404 404 403 403 403 403 403 403 /desk/reports/<uuid:uid>/print/<slug:what>/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/reports/<uuid:uid>/publish/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/reports/<uuid:uid>/publish/
GET  in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/reports/<uuid:uid>/return/
POST in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/reports/<uuid:uid>/return/
GET  in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/reports/<uuid:uid>/save/
POST in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/reports/<uuid:uid>/save/
GET  in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/reports/<uuid:uid>/submit/
POST in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/reports/<uuid:uid>/submit/
GET  in  in  405 405 405 403 403 405 405 403 403 403 403 403 403 /desk/reports/ledger/
POST in  in  200 200 200 403 403 200 200 403 403 403 403 403 403 /desk/reports/ledger/
GET  in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/reports/new/<str:code>/
POST in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/reports/new/<str:code>/
GET  in  in  403 403 403 403 403 403 403 403 403 200 403 403 403 /m/reports/
POST in  in  403 403 403 403 403 403 403 403 403 405 403 403 403 /m/reports/
GET  in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/reports/<uuid:uid>/
POST in  in  403 403 403 403 403 403 403 403 403 405 403 403 403 /m/reports/<uuid:uid>/
GET  in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/reports/<uuid:uid>/save/
POST in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/reports/<uuid:uid>/save/
GET  in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/reports/<uuid:uid>/submit/
POST in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/reports/<uuid:uid>/submit/
GET  in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/reports/<uuid:uid>/take-back/
POST in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/reports/<uuid:uid>/take-back/
GET  in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/reports/new/
POST in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/reports/new/
GET  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 /reports/<uuid:uid>/
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /reports/<uuid:uid>/
"""
