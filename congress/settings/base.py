"""Settings shared by all environments. Everything that differs between offices comes from the environment."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from congress.schedule import SCHEDULE

from .env import choice, database, number, pairs, redis_url, text, words

BASE_DIR = Path(__file__).resolve().parent.parent.parent

## APPLICATIONS

INSTALLED_APPS = [
    "congress",
    "deputies",
    "petitions",
    "outreach",
    "budget_watch",
    "congress.admin_config.LianxinAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "congress.static_files.LeanStaticFiles",
    "django.contrib.postgres",
    "rest_framework",
    "oauth2_provider",
    "axes",
    "django_otp",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "import_export",
    "csp",
    "django_htmx",
    "lucide",
]

MIDDLEWARE = [
    "congress.middleware.OriginMiddleware",
    "congress.health.metrics.CountRequests",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "congress.web.page_cache.PageCache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "congress.people.middleware.SignInGuard",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "congress.web.inputs.RefuseNul",
]

ROOT_URLCONF = "congress.urls"
WSGI_APPLICATION = "congress.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "congress.User"

## DATABASE, CACHE

# What a process does decides how long the database lets it wait: (statement, lock, idle in a transaction), in ms.
# `congress.wsgi` says web, the worker's unit says worker; a person at manage.py may take all the time he needs.
PROCESS_KIND = choice("PROCESS_KIND", "command", {"web", "worker", "command"})
_TIMEOUTS = {"web": (15_000, 5_000, 30_000), "worker": (80_000, 10_000, 60_000), "command": (0, 30_000, 0)}

DATABASES: dict[str, dict[str, Any]] = {"default": database("DATABASE_URL", *_TIMEOUTS[PROCESS_KIND])}

REDIS_URL = redis_url("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "congress.cache.ForgivingRedisCache",
        # The next database number beside the broker's, so that clearing the cache loses no task.
        "LOCATION": redis_url("CACHE_URL", default_beside=REDIS_URL),
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}

## COOKIES

CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "congress.web.errors.csrf_failure"
# Messages may quote a case's title: they stay on the server.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

## TASKS

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Asia/Shanghai"
# A worker that dies gives its task back, and the broker hands it out again after the visibility time-out. So a task
# must end well before that time-out, or it would run twice: the start-up check `congress.E101` holds this order.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_TASK_TIME_LIMIT = 110
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 120,
    "socket_timeout": 10,
    "socket_connect_timeout": 3,
}
CELERY_BEAT_SCHEDULE = SCHEDULE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Beat sleeps this long at most, and hears a stop signal only in between.
CELERY_BEAT_MAX_LOOP_INTERVAL = 1

## SECURITY

# Nothing inline, nothing from elsewhere. Pages that need more do not exist.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

## METRICS

# Client addresses that may read /metrics; for everybody else the page does not exist.
METRICS_ALLOWED = words("METRICS_ALLOWED")

## TEMPLATES

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "congress.web.context_processors.face",
            ],
        },
    },
]

## THE PAGES' FRAME

# Whose office this is. `notice` is a line above every page, e.g. that the data is invented.
SITE = {
    "name": text("SITE_NAME", "邵阳人大 · 民意直通"),
    "slogan": text("SITE_SLOGAN", "全过程人民民主服务平台"),
    "owner": text("SITE_OWNER", "邵阳市人民代表大会常务委员会"),
    "city": text("SITE_CITY", "邵阳市"),
    "address": text("SITE_ADDRESS", "地址：邵阳市大祥区"),
    "phone": text("SITE_PHONE", ""),
    "hours": text("SITE_HOURS", "工作日 8:00–12:00，14:30–17:30"),
    "notice": text("SITE_NOTICE", ""),
}
ROBOTS_DISALLOW = ["/desk/", "/m/", "/admin/", "/api/", "/account/", "/login/", "/track/", "/preferences/"]

## LANGUAGE AND TIME

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

## STATIC FILES

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(text("STATIC_ROOT", str(BASE_DIR / "var" / "static")))

## NOTICES

# Where people reach this installation; stands before the links in mails.
SITE_URL = text("SITE_URL", "http://localhost:8000")

# How long a process collects notices before it wakes the worker; the beat looks every 15 seconds in any case.
NOTICE_WAKE_SECONDS = 1.0
# Text messages: "off" (they wait), "outbox" (kept and shown at /demo-outbox/), "http" (a gateway).
SMS_BACKEND = choice("SMS_BACKEND", "off", {"off", "outbox", "http"})
SMS_HTTP_URL = text("SMS_HTTP_URL", "")
SMS_HTTP_TOKEN = text("SMS_HTTP_TOKEN", "")
# The signature that Chinese gateways want in front, e.g. 【邵阳人大】.
SMS_SIGN = text("SMS_SIGN", "")
# What the gateway calls the fields: ours=theirs.
SMS_HTTP_FIELDS = pairs("SMS_HTTP_FIELDS", "phone=mobile,text=content,id=request_id")
# A field of the gateway's JSON answer and the value that means "accepted"; empty: any 2xx does.
SMS_HTTP_ACCEPTED = text("SMS_HTTP_ACCEPTED", "")
# Partner systems that receive pushes: their origin and the secret of the signature, e.g.
# https://gov.example=secret.
NOTICE_WEBHOOKS = pairs("NOTICE_WEBHOOKS")

## FILES

MEDIA_ROOT = Path(text("MEDIA_ROOT", str(BASE_DIR / "var" / "media")))
FILE_UPLOAD_HANDLERS = ["congress.attachments.uploads.BoundedUploadHandler"]
# Uploads are refused when the disk would have less than this left.
MEDIA_RESERVE_MB = number("MEDIA_RESERVE_MB", 512)
# The virus scanner, host:port or the path of its socket; empty: none.
CLAMD = text("CLAMD", "")
# Prefix of nginx's internal location over MEDIA_ROOT; empty: the application sends the bytes itself.
MEDIA_ACCEL_PREFIX = text("MEDIA_ACCEL_PREFIX", "")

## SCALE

# The division whose office runs this installation.
HOME_REGION = "430500"
# Put before a landline that was typed without its area code.
HOME_AREA_CODE = "0739"

## REFERENCE DATA

# How long a process trusts its copy of divisions, special days and deadline rules without asking the database.
EDITION_CHECK_SECONDS = 2.0

## PERSONAL DATA

# Key id -> 32 bytes in base64; the first one encrypts, all of them decrypt. See congress.privacy.keys.
FIELD_KEYS: dict[str, str] = {}
BLIND_INDEX_KEY = ""
# How many people's data one account may look at in clear on one day.
REVEALS_PER_DAY = 20
# Numbers that a browser tries at most before a public form is sent (congress.pow); on the average half of them.
POW_MAXIMUM = number("POW_MAXIMUM", 50_000)

## ACCOUNTS (docs/security-decisions.md gives the reasons for the figures)

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "congress.people.backends.PersonBackend",
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/desk/"

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
PASSWORD_HISTORY = 5
ACCOUNT_UNUSED_DAYS = 90
PASSWORD_LIFETIME_DAYS = 90
PASSWORD_LOCAL_WORDS = ["shaoyang", "hunan", "renda", "lianxin", "rdlx", "人大", "连心", "代表"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "congress.people.passwords.LengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "congress.people.passwords.ThreeClassesValidator"},
    {"NAME": "congress.people.passwords.CommonValidator"},
    {"NAME": "congress.people.passwords.LocalWordsValidator"},
    {"NAME": "congress.people.passwords.HistoryValidator"},
]

# Five failures for an account or twenty for an address within 15 minutes shut the door for 15 minutes.
LOCKOUT_ADDRESS_LIMIT = 20
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_HANDLER = "congress.people.lockout.Handler"
AXES_USERNAME_CALLABLE = "congress.people.lockout.counted_name"
AXES_CLIENT_IP_CALLABLE = "congress.people.lockout.client_address"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "congress/people/locked.html"

## SESSIONS

SESSION_ENGINE = "django.contrib.sessions.backends.db"
# A draft of the portal waits in the session: nobody who reads the table reads it.
SESSION_SERIALIZER = "congress.privacy.sessions.SealedJSON"
SESSION_LONGEST_HOURS = 12
SESSION_IDLE_MINUTES = {"desk": 15, "phone": 30}
SESSIONS_PER_ACCOUNT = 10
SESSION_COOKIE_AGE = SESSION_LONGEST_HOURS * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

## THE WAY TO US

# The office's own proxies, as addresses or networks; "unix" for a proxy on a unix socket. Only these are believed
# about the client's address and the request id.
TRUSTED_PROXIES = words("TRUSTED_PROXIES")

## API

API_CALLS_PER_MINUTE = number("API_CALLS_PER_MINUTE", 600)
API_CALLS_PER_MINUTE_WITHOUT_TOKEN = number("API_CALLS_PER_MINUTE_WITHOUT_TOKEN", 120)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["congress.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["congress.api.authentication.HasScopes"],
    "DEFAULT_THROTTLE_CLASSES": ["congress.api.throttling.CallThrottle"],
    "DEFAULT_PAGINATION_CLASS": "congress.api.cursor.KeyCursor",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["congress.api.parsers.BoundedJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "congress.api.problems.problem_handler",
    "COERCE_DECIMAL_TO_STRING": True,
}
# OAuth 2.0 by the current security practice (RFC 9700): only checksums of tokens are stored, and so on.
OAUTH2_PROVIDER = {
    "SCOPES_BACKEND_CLASS": "congress.api.scopes.ClientScopes",
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "OAUTH2_GRANT_TYPES_SUPPORTED": ["client_credentials"],
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_REFRESH_TOKEN": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_SCHEME": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_MATCHING": True,
    "COMPLIANT_BCP_RFC9700_PKCE_REQUIRED": True,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "人大连心 API",
    "DESCRIPTION": "群众意见建议的提交、办理与公开，代表和站点名录，履职台账、档案和会议出席。"
    "错误按 RFC 9457 返回，变更须带 Idempotency-Key，列表用游标翻页。",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "congress.api.schema.keep_words_for_partners",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "StateEnum": "petitions.suggestions.states.State",
        "ResultClassEnum": "petitions.suggestions.states.ResultClass",
        "SolvedEnum": "petitions.suggestions.states.Solved",
        "SatisfiedEnum": "petitions.suggestions.states.Satisfaction",
        "ChannelEnum": "petitions.suggestions.states.Channel",
        "SuggestionKindEnum": "petitions.suggestions.states.Kind",
        "DeputyLevelEnum": "deputies.roster.states.Level",
        "LogbookKindEnum": "deputies.logbooks.states.Kind",
        "LogbookStateEnum": "deputies.logbooks.states.EntryState",
        "DossierStateEnum": "deputies.dossiers.states.DossierState",
        "MeetingKindEnum": "deputies.dossiers.states.MeetingKind",
        "OrganisationKindEnum": "congress.regions.models.OrganisationKind",
    },
}

## CRISIS

# Mobile numbers of the duty officers, called by text message when somebody's life may be in danger.
DUTY_PHONES = words("DUTY_PHONES")
