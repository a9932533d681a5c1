"""The doors of dossiers. See tests/congress/doors.py."""

#            any cit cty cnt stn own oth sup ldr exp bud dep sys sec aud
TABLE = """
GET  in  in  405 405 405 403 403 405 405 403 403 403 403 403 403 /desk/dossiers/export/
POST in  in  200 200 200 403 403 200 200 403 403 403 403 403 403 /desk/dossiers/export/
GET  in  in  200 200 200 403 403 200 200 403 403 403 403 403 403 /desk/dossiers/
POST in  in  302 302 403 403 403 403 403 403 403 403 403 403 403 /desk/dossiers/
GET  in  in  404 404 404 403 403 404 404 403 403 403 403 403 403 /desk/dossiers/<uuid:uid>/
POST in  in  404 404 404 403 403 404 404 403 403 403 403 403 403 /desk/dossiers/<uuid:uid>/
GET  in  in  404 404 404 403 403 404 404 403 403 403 403 403 403 /desk/dossiers/<uuid:uid>/sheet/
POST in  in  405 405 405 403 403 405 405 403 403 403 403 403 403 /desk/dossiers/<uuid:uid>/sheet/
GET  in  in  405 405 405 403 403 405 405 403 403 403 403 403 403 /desk/dossiers/<uuid:uid>/take/
POST in  in  404 404 404 403 403 404 404 403 403 403 403 403 403 /desk/dossiers/<uuid:uid>/take/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/deputies/<uuid:uid>/honours/new/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/deputies/<uuid:uid>/honours/new/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/dossiers/<uuid:uid>/objections/<int:pk>/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/dossiers/<uuid:uid>/objections/<int:pk>/
GET  in  in  200 200 403 403 403 200 200 403 403 403 403 403 403 /desk/honours/
POST in  in  405 405 403 403 403 405 405 403 403 403 403 403 403 /desk/honours/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/honours/<int:pk>/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/honours/<int:pk>/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/honours/<int:pk>/remove/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/honours/<int:pk>/remove/
GET  in  in  200 200 403 403 403 200 200 403 403 403 403 403 403 /desk/meetings/
POST in  in  405 405 403 403 403 405 405 403 403 403 403 403 403 /desk/meetings/
GET  in  in  404 404 403 403 403 404 404 403 403 403 403 403 403 /desk/meetings/<int:pk>/
POST in  in  404 404 403 403 403 404 404 403 403 403 403 403 403 /desk/meetings/<int:pk>/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/meetings/<int:pk>/edit/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/meetings/<int:pk>/edit/
GET  in  in  200 200 403 403 403 403 403 403 403 403 403 403 403 /desk/meetings/import/
POST in  in  422 422 403 403 403 403 403 403 403 403 403 403 403 /desk/meetings/import/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/meetings/import/<uuid:uid>/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/meetings/import/<uuid:uid>/
GET  in  in  200 200 403 403 403 403 403 403 403 403 403 403 403 /desk/meetings/import/template/
POST in  in  405 405 403 403 403 403 403 403 403 403 403 403 403 /desk/meetings/import/template/
GET  in  in  200 200 403 403 403 403 403 403 403 403 403 403 403 /desk/meetings/new/
POST in  in  422 422 403 403 403 403 403 403 403 403 403 403 403 /desk/meetings/new/
GET  in  in  403 403 403 403 403 403 403 403 403 200 403 403 403 /m/dossier/
POST in  in  403 403 403 403 403 403 403 403 403 405 403 403 403 /m/dossier/
GET  in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/dossier/<uuid:uid>/
POST in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/dossier/<uuid:uid>/
GET  in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/dossier/<uuid:uid>/pdf/
POST in  in  403 403 403 403 403 403 403 403 403 405 403 403 403 /m/dossier/<uuid:uid>/pdf/
GET  401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 /api/v1/dossiers
POST 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 /api/v1/dossiers
GET  401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 /api/v1/dossiers/<uuid:uid>
POST 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 /api/v1/dossiers/<uuid:uid>
GET  401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 /api/v1/meetings
POST 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 /api/v1/meetings
"""
