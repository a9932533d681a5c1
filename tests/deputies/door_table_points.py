"""The doors of points. See tests/congress/doors.py."""

#            any cit cty cnt stn own oth sup ldr exp bud dep sys sec aud
TABLE = """
GET  in  in  200 200 403 403 403 200 200 403 403 403 403 403 403 /desk/points/
POST in  in  405 405 403 403 403 405 405 403 403 403 403 403 403 /desk/points/
GET  in  in  404 404 403 403 403 404 404 403 403 403 403 403 403 /desk/points/accounts/<int:pk>/<int:year>/
POST in  in  405 405 403 403 403 405 405 403 403 403 403 403 403 /desk/points/accounts/<int:pk>/<int:year>/
GET  in  in  405 405 403 403 403 405 405 403 403 403 403 403 403 /desk/points/accounts/<int:pk>/<int:year>/export/
POST in  in  404 404 403 403 403 404 404 403 403 403 403 403 403 /desk/points/accounts/<int:pk>/<int:year>/export/
GET  in  in  405 405 403 403 403 405 405 403 403 403 403 403 403 /desk/points/export/
POST in  in  200 200 403 403 403 200 200 403 403 403 403 403 403 /desk/points/export/
GET  in  in  200 200 403 403 403 403 403 403 403 403 403 403 403 /desk/points/rulings/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/points/rulings/
GET  in  in  200 200 403 403 403 200 200 403 403 403 403 403 403 /desk/points/tables/
POST in  in  405 405 403 403 403 405 405 403 403 403 403 403 403 /desk/points/tables/
GET  in  in  404 404 403 403 403 404 404 403 403 403 403 403 403 /desk/points/tables/<int:pk>/
POST in  in  404 404 403 403 403 404 404 403 403 403 403 403 403 /desk/points/tables/<int:pk>/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/points/tables/<int:pk>/lines/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/points/tables/<int:pk>/lines/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/points/tables/<int:pk>/lines/<int:line>/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/points/tables/<int:pk>/lines/<int:line>/
GET  in  in  404 404 403 403 403 404 404 403 403 403 403 403 403 /desk/points/tables/<int:pk>/simulation/
POST in  in  405 405 403 403 403 405 405 403 403 403 403 403 403 /desk/points/tables/<int:pk>/simulation/
GET  in  in  200 200 403 403 403 403 403 403 403 403 403 403 403 /desk/points/tables/new/
POST in  in  422 422 403 403 403 403 403 403 403 403 403 403 403 /desk/points/tables/new/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/points/terms/<int:pk>/freeze/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/points/terms/<int:pk>/freeze/
GET  in  in  403 403 403 403 403 403 403 403 403 403 403 403 403 /m/points/
POST in  in  403 403 403 403 403 403 403 403 403 403 403 403 403 /m/points/
"""
