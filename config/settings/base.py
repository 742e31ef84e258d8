"""Settings that hold everywhere. What differs by place is read from the environment."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from config import env

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(env.text("HESHU_VAR", str(BASE_DIR / "var")))
FILES_ROOT = VAR_DIR / "files"
TRUST_ROOT = VAR_DIR / "trust"  # the city's certificate authority, encrypted under SEAL_KEY
FRONTEND_DIST = Path(env.text("HESHU_DIST", str(BASE_DIR / "frontend" / "dist")))
FONTS_ROOT = BASE_DIR / "tenant_apps" / "correspondence" / "layout" / "fonts"  # for all paper

DEBUG = False
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
USE_I18N = True

# ---- The city and its hosts -----------------------------------------------------------------
HESHU_CITY_NAME = env.text("HESHU_CITY_NAME", "重庆市合川区")
HESHU_DOMAIN = env.text("HESHU_DOMAIN", "localhost")
HESHU_SCHEME = env.text("HESHU_SCHEME", "https")
HESHU_PORT = env.text("HESHU_PORT", "")  # ":8000" where the port is part of every address
HESHU_CITY_HOST = f"city.{HESHU_DOMAIN}"
HESHU_CITY_URL = f"{HESHU_SCHEME}://{HESHU_CITY_HOST}{HESHU_PORT}"
HESHU_EVENTS_PORT = env.text("HESHU_EVENTS_PORT", "")  # "" = same origin, behind the proxy
HESHU_PROXIES = env.words(
    "HESHU_PROXIES"
)  # addresses of our own proxy: only it may say X-Forwarded-For
HESHU_DEMO = False
HESHU_TSA_URL = env.text("HESHU_TSA_URL", "")  # RFC 3161; "" = the city's own, for trials
HESHU_TSA_ROOTS = env.text("HESHU_TSA_ROOTS", "")  # PEM file: what time stamps of others end at
HESHU_WEBHOOK_HOSTS = env.words("HESHU_WEBHOOK_HOSTS")  # where units may send their facts
ALLOWED_HOSTS = [f".{HESHU_DOMAIN}"]

# ---- The two floors (ADR 1): an app is in one list or the other, never in both ----------------
SHARED_APPS = [
    "django_tenants",
    "tenants",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "shared_apps.outbox",
    "shared_apps.reference",
    "shared_apps.templates",
    "shared_apps.passport",
    "shared_apps.directory",
    "shared_apps.trust",
    "shared_apps.exchange",
    "shared_apps.oversight",
]
TENANT_APPS = [
    "tenant_apps.journal",
    "tenant_apps.organization",
    "knox",
    "simple_history",
    "tenant_apps.files",
    "tenant_apps.forms",
    "tenant_apps.ink",
    "tenant_apps.seals",
    "tenant_apps.search",
    "tenant_apps.texts",
    "tenant_apps.workflow",
    "tenant_apps.correspondence",
    "tenant_apps.requests",
    "tenant_apps.webhooks",
    "tenant_apps.custody",
    "tenant_apps.desk",
]
INSTALLED_APPS = SHARED_APPS + TENANT_APPS
AUTH_USER_MODEL = "organization.Staff"
TENANT_MODEL = "tenants.Unit"
TENANT_DOMAIN_MODEL = "tenants.Domain"
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
ROOT_URLCONF = "config.urls"
PUBLIC_SCHEMA_URLCONF = "config.urls_public"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "config.headers.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tenants.middleware.FloorMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {}}
]

# ---- The database: one login that serves, one that builds --------------------------------------
HESHU_APP_LOGIN = env.text("HESHU_APP_LOGIN", "heshu_app")
UNITS_PER_BACKEND = env.number("HESHU_UNITS_PER_BACKEND", 16)  # then its connection is renewed
LOCK_TIMEOUT_MS = env.number("HESHU_LOCK_TIMEOUT_MS", 3000)


def database(url: str) -> dict[str, Any]:
    """From postgresql://user:password@host:port/name; `?host=` may name a socket folder."""
    from urllib.parse import parse_qs, unquote, urlsplit

    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        "ENGINE": "tenants.backend",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [unquote(parts.hostname or "")])[0],
        "PORT": str(parts.port or query.get("port", [""])[0]),
        # A backend keeps about 2.6 MB for every unit it has touched: give it back in time.
        "CONN_MAX_AGE": env.number("HESHU_CONN_MAX_AGE", 600),
        "CONN_HEALTH_CHECKS": True,
        # UTC from the start: Django would otherwise set it by set_config, which is taken away.
        "OPTIONS": {
            "options": f"-c search_path=public -c timezone=UTC -c lock_timeout={LOCK_TIMEOUT_MS}"
        },
    }


# ---- People and doors --------------------------------------------------------------------------
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("account", "name", "pinyin")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_IDLE = timedelta(minutes=env.number("HESHU_SESSION_IDLE_MINUTES", 30))
SESSION_ABSOLUTE = timedelta(hours=env.number("HESHU_SESSION_HOURS", 10))
REST_KNOX = {
    "TOKEN_TTL": SESSION_IDLE,
    "AUTO_REFRESH": True,
    "AUTO_REFRESH_MAX_TTL": SESSION_ABSOLUTE,
    "MIN_REFRESH_INTERVAL": 60,
}
CSRF_COOKIE_NAME = "heshu_csrf"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = HESHU_SCHEME == "https"
CSRF_FAILURE_VIEW = "config.pages.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HESHU_SCHEME == "https" else None

# ---- The API -----------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "EXCEPTION_HANDLER": "shared_apps.kernel.problems.handler",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": ["tenant_apps.organization.api.auth.UnitToken"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Heshu 合署",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "DocKind": "tenant_apps.correspondence.kinds.Kind",
        "OutgoingStage": "tenant_apps.correspondence.models.OutgoingDocument.Stage",
        "IncomingStage": "tenant_apps.correspondence.models.IncomingDocument.Stage",
        "DeliveryState": "tenant_apps.correspondence.models.Addressee.State",
        "Validity": "tenant_apps.correspondence.kinds.Validity",
        "JointStage": "tenant_apps.correspondence.models.JointMatter.Stage",
        "JointState": "tenant_apps.correspondence.models.JointPartner.State",
        "UnitKind": "tenants.models.Unit.Kind",
        "FindingVerdict": ["pass", "fail", "warn"],
        "UnitStatus": ["active", "suspended"],
        "DiffKind": ["added", "removed", "changed", "moved"],
        "MergeSide": ["city", "ours"],
        "TemplatePart": ["card", "form", "flow", "settings"],
        "DraftKind": ["form", "flow"],
        "DayKind": ["work", "rest", "morning", "afternoon"],
        "CityDutyKind": ["leader", "operator", "auditor"],
        "ItemStatus": ["waiting", "open", "done", "cancelled"],
        "StepStatus": "tenant_apps.workflow.models.Step.Status",
        "RunStatus": ["running", "suspended", "done", "rejected", "withdrawn", "terminated"],
        "StepMode": ["all", "any", "in_turn", "vote"],
        "GroupMode": ["all", "any", "in_turn"],
        "SeatStatus": ["open", "waiting"],
        "ResourceKind": ["car", "room", "seal", "stock"],
        "BookingState": ["pending", "confirmed", "released"],
        "RequestBox": ["mine", "all"],
        "BalanceAccount": ["annual", "comp"],
        "IncomingChannel": "tenant_apps.correspondence.models.IncomingDocument.Channel",
        "SecrecyLevel": "tenant_apps.custody.models.ClassifiedPaper.Level",
        "CustodyState": "tenant_apps.custody.models.ClassifiedPaper.State",
        "SealKind": "tenant_apps.seals.models.Seal.Kind",
        "SealState": "tenant_apps.seals.models.Seal.State",
        "TextForm": "tenant_apps.texts.models.TextVersion.Form",
        "TextWay": "tenant_apps.texts.models.TextVersion.Way",
        "EditWay": ["browser", "typed"],
        "RedlineState": "tenant_apps.texts.models.Redline.State",
        "PieceKind": ["same", "ins", "del"],
    },
}

# ---- Static files: the built front end ---------------------------------------------------------
STATIC_URL = "/static/"
WHITENOISE_ROOT = FRONTEND_DIST
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/assets/.+"
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
PREVIEWS_ROOT = VAR_DIR / "previews"  # may be emptied at any time
HESHU_CONVERTER = env.text("HESHU_CONVERTER", str(VAR_DIR / "converter.sock"))  # "" = never
MAX_VERIFY_BYTES = env.number("HESHU_MAX_VERIFY_MB", 30) * 1024 * 1024
MAX_ATTACHMENT_BYTES = env.number("HESHU_MAX_ATTACHMENT_MB", 200) * 1024 * 1024

# ---- Work in the background --------------------------------------------------------------------
OUTBOX_ENGINE = env.text("HESHU_ENGINE", "huey")  # huey (embedded) or celery (several machines)
CELERY_BROKER_URL = env.text("HESHU_BROKER_URL", "")
OUTBOX_LEASE_SECONDS = env.number("HESHU_LEASE_SECONDS", 60)  # what losing a worker costs
OUTBOX_THREADS = env.number("HESHU_WORKER_THREADS", 1)  # processes help more than threads

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("HESHU_LOG_LEVEL", "INFO")},
}
