"""The doors of votes. See tests/congress/doors.py."""

#            any cit cty cnt stn own oth sup ldr exp bud dep sys sec aud
TABLE = """
GET  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 /vote/<str:code>/
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /vote/<str:code>/
GET  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 /vote/<str:code>/archive.json
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /vote/<str:code>/archive.json
GET  405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /vote/<str:code>/cast
POST 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 /vote/<str:code>/cast
GET  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 /vote/<str:code>/round.json
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /vote/<str:code>/round.json
"""
