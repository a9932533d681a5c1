"""The doors of the scores. See tests/congress/doors.py."""

#            any cit cty cnt stn own oth sup ldr exp bud dep sys sec aud
TABLE = """
GET  in  in  200 200 403 200 200 200 200 403 403 403 403 403 403 /desk/projects/scores/
POST in  in  405 405 403 405 405 405 405 403 403 403 403 403 403 /desk/projects/scores/
GET  in  in  404 404 403 403 403 404 404 403 403 403 403 403 403 /desk/projects/scores/<uuid:uid>/
POST in  in  405 405 403 403 403 405 405 403 403 403 403 403 403 /desk/projects/scores/<uuid:uid>/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/<uuid:uid>/plan/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/<uuid:uid>/plan/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/<uuid:uid>/rule/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/<uuid:uid>/rule/
GET  in  in  404 404 403 403 403 404 404 403 403 403 403 403 403 /desk/projects/scores/a/<uuid:uid>/
POST in  in  405 405 403 403 403 405 405 403 403 403 403 403 403 /desk/projects/scores/a/<uuid:uid>/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/a/<uuid:uid>/cancel/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/a/<uuid:uid>/cancel/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/a/<uuid:uid>/change/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/a/<uuid:uid>/change/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/a/<uuid:uid>/completion/<int:position>/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/a/<uuid:uid>/completion/<int:position>/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/a/<uuid:uid>/count/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/a/<uuid:uid>/count/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/a/<uuid:uid>/hold/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/a/<uuid:uid>/hold/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/a/<uuid:uid>/publish/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/a/<uuid:uid>/publish/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/a/<uuid:uid>/recount/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/a/<uuid:uid>/recount/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/a/<uuid:uid>/remarks/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/a/<uuid:uid>/remarks/
GET  in  in  404 404 403 404 404 404 404 403 403 403 403 403 403 /desk/projects/scores/p/<uuid:uid>/
POST in  in  405 405 403 405 405 405 405 403 403 403 403 403 403 /desk/projects/scores/p/<uuid:uid>/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/p/<uuid:uid>/survey/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/p/<uuid:uid>/survey/
GET  in  in  405 405 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/remarks/<int:pk>/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/remarks/<int:pk>/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/surveys/<int:pk>/withdraw/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/surveys/<int:pk>/withdraw/
GET  in  in  404 404 403 404 404 404 404 403 403 403 403 403 403 /desk/projects/scores/tasks/<uuid:uid>/
POST in  in  405 405 403 405 405 405 405 403 403 403 403 403 403 /desk/projects/scores/tasks/<uuid:uid>/
GET  in  in  404 404 403 404 404 403 403 403 403 403 403 403 403 /desk/projects/scores/tasks/<uuid:uid>/report/
POST in  in  404 404 403 404 404 403 403 403 403 403 403 403 403 /desk/projects/scores/tasks/<uuid:uid>/report/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/tasks/<uuid:uid>/return/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/tasks/<uuid:uid>/return/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/tasks/<uuid:uid>/urge/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/scores/tasks/<uuid:uid>/urge/
GET  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 /projects/<uuid:uid>/scores/
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /projects/<uuid:uid>/scores/
GET  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 /projects/p/<uuid:uid>/rate/
POST 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 /projects/p/<uuid:uid>/rate/
GET  302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 /projects/p/<uuid:uid>/rate/code/
POST 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 /projects/p/<uuid:uid>/rate/code/
GET  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 /projects/p/<uuid:uid>/score/
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /projects/p/<uuid:uid>/score/
"""
