"""The doors of the deputies' phone. See tests/congress/doors.py."""

#            any cit cty cnt stn own oth sup ldr exp bud dep sys sec aud
TABLE = """
GET  in  in  403 403 403 403 403 403 403 403 403 403 403 403 403 /m/contacts/
POST in  in  403 403 403 403 403 403 403 403 403 403 403 403 403 /m/contacts/
GET  in  in  403 403 403 403 403 403 403 403 403 405 403 403 403 /m/contacts/<uuid:uid>/end/
POST in  in  403 403 403 403 403 403 403 403 403 403 403 403 403 /m/contacts/<uuid:uid>/end/
GET  in  in  403 403 403 403 403 403 403 403 403 403 403 403 403 /m/contacts/add/
POST in  in  403 403 403 403 403 403 403 403 403 403 403 403 403 /m/contacts/add/
GET  in  in  403 403 403 403 403 403 403 403 403 200 403 403 403 /m/log/
POST in  in  403 403 403 403 403 403 403 403 403 405 403 403 403 /m/log/
GET  in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/log/<slug:slug>/
POST in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/log/<slug:slug>/
GET  in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/log/<uuid:uid>/
POST in  in  403 403 403 403 403 403 403 403 403 405 403 403 403 /m/log/<uuid:uid>/
GET  in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/log/<uuid:uid>/amend/
POST in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/log/<uuid:uid>/amend/
GET  in  in  403 403 403 403 403 403 403 403 403 405 403 403 403 /m/log/<uuid:uid>/voices/<uuid:voice>/raise/
POST in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/log/<uuid:uid>/voices/<uuid:voice>/raise/
GET  in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/log/<uuid:uid>/withdraw/
POST in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/log/<uuid:uid>/withdraw/
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /m/manifest.webmanifest
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /m/manifest.webmanifest
GET  in  in  403 403 403 403 403 403 403 403 403 200 403 403 403 /m/matters/
POST in  in  403 403 403 403 403 403 403 403 403 405 403 403 403 /m/matters/
GET  in  in  403 403 403 403 403 403 403 403 403 200 403 403 403 /m/offline/
POST in  in  403 403 403 403 403 403 403 403 403 405 403 403 403 /m/offline/
GET  in  in  403 403 403 403 403 403 403 403 403 200 403 403 403 /m/queue/
POST in  in  403 403 403 403 403 403 403 403 403 405 403 403 403 /m/queue/
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /m/sw.js
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /m/sw.js
GET  in  in  403 403 403 403 403 403 403 403 403 405 403 403 403 /m/matters/<uuid:voice>/inquire/
POST in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/matters/<uuid:voice>/inquire/
"""
