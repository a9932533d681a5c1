"""The doors of votes. See tests/congress/doors.py."""

#            any cit cty cnt stn own oth sup ldr exp bud dep sys sec aud
TABLE = """
GET  in  in  404 404 403 403 403 404 404 403 403 404 403 403 403 /desk/projects/votes/<str:code>/paper/
POST in  in  404 404 403 403 403 404 404 403 403 404 403 403 403 /desk/projects/votes/<str:code>/paper/
GET  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 /vote/<str:code>/receipts/
GET  in  in  200 200 403 403 403 200 200 403 403 200 403 403 403 /desk/projects/votes/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/votes/<str:code>/appoint/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/votes/<str:code>/close/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/votes/<str:code>/envelopes/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/votes/<str:code>/freeze/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/votes/<str:code>/open/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/votes/<str:code>/publish/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/votes/<str:code>/roll/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/votes/<str:code>/settle/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/votes/new/<uuid:uid>/
GET  in  in  404 404 403 403 403 404 404 403 403 404 403 403 403 /desk/projects/votes/<str:code>/
GET  in  in  404 404 403 403 403 404 404 403 403 404 403 403 403 /desk/projects/votes/<str:code>/allow-paper/
GET  in  in  404 404 403 403 403 404 404 403 403 404 403 403 403 /desk/projects/votes/<str:code>/boxes.json
GET  in  in  404 404 403 403 403 404 404 403 403 404 403 403 403 /desk/projects/votes/<str:code>/ceremony/
GET  in  in  404 404 403 403 403 404 404 403 403 404 403 403 403 /desk/projects/votes/<str:code>/count/
GET  in  in  404 404 403 403 403 404 404 403 403 404 403 403 403 /desk/projects/votes/<str:code>/opening/
GET  in  in  404 404 403 403 403 404 404 403 403 404 403 403 403 /desk/projects/votes/<str:code>/void/
GET  in  in  405 405 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/votes/<str:code>/dismiss/
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /vote/<str:code>/receipts/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/votes/<str:code>/appoint/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/votes/<str:code>/close/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/votes/<str:code>/dismiss/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/votes/<str:code>/envelopes/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/votes/<str:code>/freeze/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/votes/<str:code>/open/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/votes/<str:code>/publish/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/votes/<str:code>/roll/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/votes/<str:code>/settle/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/votes/new/<uuid:uid>/
POST in  in  404 404 403 403 403 404 404 403 403 404 403 403 403 /desk/projects/votes/<str:code>/allow-paper/
POST in  in  404 404 403 403 403 404 404 403 403 404 403 403 403 /desk/projects/votes/<str:code>/ceremony/
POST in  in  404 404 403 403 403 404 404 403 403 404 403 403 403 /desk/projects/votes/<str:code>/count/
POST in  in  404 404 403 403 403 404 404 403 403 404 403 403 403 /desk/projects/votes/<str:code>/opening/
POST in  in  404 404 403 403 403 404 404 403 403 404 403 403 403 /desk/projects/votes/<str:code>/void/
POST in  in  405 405 403 403 403 405 405 403 403 405 403 403 403 /desk/projects/votes/
POST in  in  405 405 403 403 403 405 405 403 403 405 403 403 403 /desk/projects/votes/<str:code>/
POST in  in  405 405 403 403 403 405 405 403 403 405 403 403 403 /desk/projects/votes/<str:code>/boxes.json
GET  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 /vote/<str:code>/
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /vote/<str:code>/
GET  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 /vote/<str:code>/archive.json
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /vote/<str:code>/archive.json
GET  405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /vote/<str:code>/cast
POST 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 /vote/<str:code>/cast
GET  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 /vote/<str:code>/round.json
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /vote/<str:code>/round.json
GET  in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/vote/<str:code>/
POST in  in  403 403 403 403 403 403 403 403 403 405 403 403 403 /m/vote/<str:code>/
GET  in  in  403 403 403 403 403 403 403 403 403 405 403 403 403 /m/vote/<str:code>/sign
POST in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/vote/<str:code>/sign
"""
