"""The doors of the logbooks. See tests/congress/doors.py."""

#            any cit cty cnt stn own oth sup ldr exp bud dep sys sec aud
TABLE = """
GET  in  in  200 200 200 403 403 200 200 403 403 403 403 403 403 /desk/contacts/
POST in  in  405 405 405 403 403 405 405 403 403 403 403 403 403 /desk/contacts/
GET  in  in  404 404 404 403 403 404 404 403 403 403 403 403 403 /desk/contacts/<uuid:uid>/
POST in  in  405 405 405 403 403 405 405 403 403 403 403 403 403 /desk/contacts/<uuid:uid>/
GET  in  in  405 405 405 403 403 405 405 403 403 403 403 403 403 /desk/contacts/export/
POST in  in  200 200 200 403 403 200 200 403 403 403 403 403 403 /desk/contacts/export/
GET  in  in  405 405 405 403 403 403 403 403 403 403 403 403 403 /desk/contacts/remind/
POST in  in  302 302 302 403 403 403 403 403 403 403 403 403 403 /desk/contacts/remind/
GET  in  in  200 200 200 403 403 200 200 403 403 403 403 403 403 /desk/logbooks/
POST in  in  405 405 405 403 403 405 405 403 403 403 403 403 403 /desk/logbooks/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/logbooks/<str:code>/<int:year>/unlock/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/logbooks/<str:code>/<int:year>/unlock/
GET  in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/logbooks/<str:code>/import/<slug:kind>/
POST in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/logbooks/<str:code>/import/<slug:kind>/
GET  in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/logbooks/<str:code>/import/<slug:kind>/template/
POST in  in  405 405 405 403 403 403 403 403 403 403 403 403 403 /desk/logbooks/<str:code>/import/<slug:kind>/template/
GET  in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/logbooks/imports/<uuid:uid>/
POST in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/logbooks/imports/<uuid:uid>/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/logbooks/<str:code>/lock/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/logbooks/<str:code>/lock/
GET  in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/logbooks/<str:code>/new/<slug:kind>/
POST in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/logbooks/<str:code>/new/<slug:kind>/
GET  in  in  404 404 404 403 403 404 404 403 403 403 403 403 403 /desk/logbooks/entries/<uuid:uid>/
POST in  in  405 405 405 403 403 405 405 403 403 403 403 403 403 /desk/logbooks/entries/<uuid:uid>/
GET  in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/logbooks/entries/<uuid:uid>/amend/
POST in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/logbooks/entries/<uuid:uid>/amend/
GET  in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/logbooks/entries/<uuid:uid>/correct/
POST in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/logbooks/entries/<uuid:uid>/correct/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/logbooks/entries/<uuid:uid>/refuse/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/logbooks/entries/<uuid:uid>/refuse/
GET  in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/logbooks/entries/<uuid:uid>/withdraw/
POST in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/logbooks/entries/<uuid:uid>/withdraw/
GET  in  in  200 200 200 403 403 200 200 403 403 403 403 403 403 /desk/logbooks/gaps/
POST in  in  405 405 405 403 403 405 405 403 403 403 403 403 403 /desk/logbooks/gaps/
GET  in  in  405 405 405 403 403 405 405 403 403 403 403 403 403 /desk/logbooks/gaps/print/
POST in  in  200 200 200 403 403 200 200 403 403 403 403 403 403 /desk/logbooks/gaps/print/
GET  in  in  200 200 200 403 403 200 200 403 403 403 403 403 403 /desk/logbooks/issues/
POST in  in  200 200 200 403 403 200 200 403 403 403 403 403 403 /desk/logbooks/issues/
GET  in  in  405 405 405 403 403 405 405 403 403 403 403 403 403 /desk/logbooks/print/
POST in  in  200 200 200 403 403 200 200 403 403 403 403 403 403 /desk/logbooks/print/
GET  in  in  200 200 403 403 403 403 403 403 403 403 403 403 403 /desk/logbooks/verify/
POST in  in  302 302 403 403 403 403 403 403 403 403 403 403 403 /desk/logbooks/verify/
GET  401 401 403 403 403 403 403 403 403 403 403 405 403 403 403 /m/api/field-log
POST 401 401 403 403 403 403 403 403 403 403 403 415 403 403 403 /m/api/field-log
GET  401 401 403 403 403 403 403 403 403 403 403 405 403 403 403 /m/api/field-log/<uuid:uid>/photos/<uuid:photo>
POST 401 401 403 403 403 403 403 403 403 403 403 405 403 403 403 /m/api/field-log/<uuid:uid>/photos/<uuid:photo>
GET  401 401 403 403 403 403 403 403 403 403 403 200 403 403 403 /m/api/reference
POST 401 401 403 403 403 403 403 403 403 403 403 405 403 403 403 /m/api/reference
GET  401 401 403 403 403 403 403 403 403 403 403 200 403 403 403 /m/api/session
POST 401 401 403 403 403 403 403 403 403 403 403 405 403 403 403 /m/api/session
GET  401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 /api/v1/field-log
POST 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 /api/v1/field-log
"""
