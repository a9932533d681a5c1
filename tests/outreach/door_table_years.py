"""The doors of years, candidates and voting methods. See tests/congress/doors.py."""

#            any cit cty cnt stn own oth sup ldr exp bud dep sys sec aud
TABLE = """
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/collection/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/collection/
GET  in  in  404 404 403 403 403 404 404 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/proposals/
POST in  in  404 404 403 403 403 404 404 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/proposals/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/proposals/convert/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/proposals/convert/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/proposals/new/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/proposals/new/
GET  in  in  405 405 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/proposals/roll-over/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/proposals/roll-over/
GET  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 /projects/<uuid:uid>/proposals/
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /projects/<uuid:uid>/proposals/
GET  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 /projects/<uuid:uid>/propose/
POST 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 /projects/<uuid:uid>/propose/
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /projects/receipt/
POST 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422 /projects/receipt/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/candidates/<uuid:uid>/drop/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/candidates/<uuid:uid>/drop/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/candidates/<uuid:uid>/edit/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/candidates/<uuid:uid>/edit/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/candidates/<uuid:uid>/take-up/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/candidates/<uuid:uid>/take-up/
GET  in  in  200 200 403 403 403 200 200 403 403 403 403 403 403 /desk/projects/years/
POST in  in  405 405 403 403 403 405 405 403 403 403 403 403 403 /desk/projects/years/
GET  in  in  404 404 403 403 403 404 404 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/
POST in  in  405 405 403 403 403 405 405 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/candidates/new/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/candidates/new/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/dates/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/dates/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/list/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/list/
GET  in  in  404 404 403 403 403 404 404 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/method/
POST in  in  405 405 403 403 403 405 405 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/method/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/method/adopt/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/method/adopt/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/method/edit/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/method/edit/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/phase/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/<uuid:uid>/phase/
GET  in  in  200 200 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/new/
POST in  in  422 422 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/years/new/
"""
