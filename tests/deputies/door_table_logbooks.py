"""The doors of the logbooks. See tests/congress/doors.py."""

#            any cit cty cnt stn own oth sup ldr exp bud dep sys sec aud
TABLE = """
GET  401 401 403 403 403 403 403 403 403 403 403 405 403 403 403 /m/api/field-log
POST 401 401 403 403 403 403 403 403 403 403 403 415 403 403 403 /m/api/field-log
GET  401 401 403 403 403 403 403 403 403 403 403 405 403 403 403 /m/api/field-log/<uuid:uid>/photos/<uuid:photo>
POST 401 401 403 403 403 403 403 403 403 403 403 405 403 403 403 /m/api/field-log/<uuid:uid>/photos/<uuid:photo>
GET  401 401 403 403 403 403 403 403 403 403 403 200 403 403 403 /m/api/reference
POST 401 401 403 403 403 403 403 403 403 403 403 405 403 403 403 /m/api/reference
GET  401 401 403 403 403 403 403 403 403 403 403 200 403 403 403 /m/api/session
POST 401 401 403 403 403 403 403 403 403 403 403 405 403 403 403 /m/api/session
"""
