"""Every setting, read from the environment; docs/operations.md explains each. Nothing else reads the environment."""

import os
import urllib.parse
from pathlib import Path
from typing import Any

from rianru.config import keys, providers
from rianru.config.embedded import connection_settings, var_folder
from rianru.config.environment import flag, listed

BASE_DIR = Path(__file__).resolve().parent.parent.parent
PACKAGE_DIR = BASE_DIR / "rianru"
VAR = var_folder()


def database() -> dict[str, Any]:
    """Django's database entry: DATABASE_URL where it is set, else the embedded server under VAR."""
    entry: dict[str, Any] = {"ENGINE": "rianru.core.postgres", "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    url = os.environ.get("DATABASE_URL")
    if not url:
        return entry | connection_settings(VAR)
    parts = urllib.parse.urlsplit(url)
    query = dict(urllib.parse.parse_qsl(parts.query))
    unquote = urllib.parse.unquote
    return entry | {
        "HOST": query.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "NAME": unquote(parts.path.lstrip("/")),
        "OPTIONS": query,
    }


def uploads() -> dict[str, Any]:
    """Where files that people send are kept: MEDIA_ROOT, or a bucket of S3 where RIANRU_S3_BUCKET names one."""
    bucket = os.environ.get("RIANRU_S3_BUCKET")
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    from botocore.config import Config  # type: ignore[import-untyped]

    endpoint = os.environ.get("RIANRU_S3_ENDPOINT") or None
    checksums = "when_required" if endpoint else "when_supported"  # not every server knows the newer ones
    return {
        "BACKEND": "rianru.config.storage.Bucket",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": endpoint,
            "region_name": os.environ.get("RIANRU_S3_REGION") or None,
            "access_key": os.environ.get("RIANRU_S3_ACCESS_KEY") or None,
            "secret_key": os.environ.get("RIANRU_S3_SECRET_KEY") or None,
            "location": os.environ.get("RIANRU_S3_PREFIX", "").strip("/"),
            "file_overwrite": False,
            "default_acl": None,
            "client_config": Config(
                signature_version="s3v4", s3={"addressing_style": "path" if endpoint else "auto"},
                connect_timeout=5, read_timeout=60, retries={"mode": "standard", "max_attempts": 5},
                request_checksum_calculation=checksums, response_checksum_validation=checksums,
            ),
        },
    }


def public_url() -> str:
    """RIANRU_PUBLIC_URL, else where the `rianru run` of this var folder answers, else where one would."""
    try:
        noted = (VAR / "run" / "address").read_text()
    except (OSError, UnicodeDecodeError):
        noted = ""
    return (os.environ.get("RIANRU_PUBLIC_URL") or noted or "http://localhost:8000").strip().rstrip("/")


DEBUG = flag("RIANRU_DEBUG")
# The demo has one-click sign-ins: it never runs against a database that somebody else keeps.
DATABASE_ELSEWHERE = bool(os.environ.get("DATABASE_URL"))
DEMO = flag("RIANRU_DEMO") and not DATABASE_ELSEWHERE
SECURE = flag("RIANRU_SECURE")  # behind TLS: secure cookies, HSTS
SECRET_KEY, *SECRET_KEY_FALLBACKS = keys.secret_keys(VAR)
ALLOWED_HOSTS = listed("RIANRU_HOSTS", "localhost,127.0.0.1,[::1],.localhost")
CSRF_TRUSTED_ORIGINS = listed("RIANRU_ORIGINS")
PUBLIC_URL = public_url()
TRUSTED_PROXIES = listed("RIANRU_TRUSTED_PROXIES")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "rules",
    "rianru.core",
    "rianru.places",
    "rianru.people",
    "rianru.treasury",
    "rianru.surveys",
    "rianru.credentials",
    "rianru.catalogue",
    "rianru.learning",
    "rianru.evidence",
    "rianru.lending",
    "rianru.web",
    "rianru.demo",
]

MIDDLEWARE = [
    "rianru.web.proxies.Proxies",
    "rianru.web.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "rianru.web.middleware.Health",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "rianru.web.middleware.Headers",
    "rianru.api.door.Door",  # before sessions: nothing of the API knows who is signed in
    "django.contrib.sessions.middleware.SessionMiddleware",
    "rianru.web.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "rianru.web.bodies.Bodies",
    "django.middleware.csrf.CsrfViewMiddleware",
    "rianru.web.accounts.middleware.Accounts",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rianru.web.accounts.middleware.Actors",
    "rianru.web.middleware.Refusals",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "rianru.config.urls"
WSGI_APPLICATION = "rianru.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                ("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader",
                                                           "django.template.loaders.app_directories.Loader"])
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rianru.web.context.shell",
            ],
            "builtins": ["rianru.web.templatetags.rianru"],
        },
    }
]

DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": os.environ["RIANRU_CACHE_URL"]}
    if os.environ.get("RIANRU_CACHE_URL")
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "shares": {  # drawn again at any time: on this machine alone, and in no backup
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": VAR / "shares",
        "TIMEOUT": None, "OPTIONS": {"MAX_ENTRIES": 2_000, "CULL_FREQUENCY": 4},
    },
}

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"

LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย"), ("en", "English")]
LOCALE_PATHS = [PACKAGE_DIR / "web" / "locale"]
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [PACKAGE_DIR / "web" / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": uploads(),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
UPLOAD_MAX_BYTES = int(os.environ.get("RIANRU_UPLOAD_MAX_MB", "512")) * 1024 * 1024

SESSION_ENGINE = "rianru.web.accounts.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_SSL_REDIRECT = SECURE
# Only a trusted proxy's own word: rianru.web.proxies drops everybody else's.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'", "data:"],  # the faces come inside their sheet, so that no word moves (scripts/vendor.py)
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

EMAIL_BACKEND = os.environ.get(
    "RIANRU_EMAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend" if os.environ.get("RIANRU_EMAIL_HOST")
    else "django.core.mail.backends.filebased.EmailBackend",
)
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_HOST = os.environ.get("RIANRU_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("RIANRU_EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("RIANRU_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("RIANRU_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = flag("RIANRU_EMAIL_TLS", default=True)
DEFAULT_FROM_EMAIL = os.environ.get("RIANRU_EMAIL_FROM", "เรียนรู้ <noreply@localhost>")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
WORKER_JOBS = int(os.environ.get("RIANRU_WORKER_JOBS", "2"))
COVER_HOSTS = [host.lower() for host in listed("RIANRU_COVER_HOSTS")]
COVER_BY_ISBN = os.environ.get("RIANRU_COVER_BY_ISBN", "")
INDEX_DIR = VAR / "index"
KEYS_DIR = VAR / "keys"
ROAD_FACTOR = float(os.environ.get("RIANRU_ROAD_FACTOR", "1.4"))
API_PER_MINUTE = int(os.environ.get("RIANRU_API_PER_MINUTE", "120"))
API_KEY_PER_MINUTE = int(os.environ.get("RIANRU_API_KEY_PER_MINUTE", "1200"))
DRAINING_FILE = VAR / "run" / "draining"
INDEX_LAG_READY_SECONDS = int(os.environ.get("RIANRU_INDEX_LAG_READY_SECONDS", "120"))
QUEUE_AGE_READY_SECONDS = int(os.environ.get("RIANRU_QUEUE_AGE_READY_SECONDS", "600"))
METRICS_TOKEN = os.environ.get("RIANRU_METRICS_TOKEN", "")
METRICS_FROM = listed("RIANRU_METRICS_FROM")
METRICS_DIR = VAR / "run" / "metrics"
SLOW_QUERY_MS = int(os.environ.get("RIANRU_SLOW_QUERY_MS", "500"))
DISK_READY_MB = int(os.environ.get("RIANRU_DISK_READY_MB", "200"))

ACCOUNT_ADAPTER = "rianru.web.accounts.adapters.AccountAdapter"
MFA_ADAPTER = "rianru.web.accounts.adapters.MFAAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_SESSION_REMEMBER = None  # asked each time: a library's computer is shared
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Failures of signing in are counted by axes, in the database; these are the outer walls against floods.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "30/15m/key",
    "request_login_code": "20/m/ip,5/15m/key",
    "reset_password": "20/m/ip,5/15m/key",
}
_FORMS = "rianru.web.accounts.forms."
ACCOUNT_FORMS = {
    "login": _FORMS + "LoginForm",
    "signup": _FORMS + "SignupForm",
    "add_email": _FORMS + "AddEmailForm",
    "change_password": _FORMS + "ChangePasswordForm",
    "set_password": _FORMS + "SetPasswordForm",
    "reset_password": _FORMS + "ResetPasswordForm",
    "reset_password_from_key": _FORMS + "ResetPasswordKeyForm",
    "reauthenticate": _FORMS + "ReauthenticateForm",
    "request_login_code": _FORMS + "RequestLoginCodeForm",
    "confirm_login_code": _FORMS + "ConfirmLoginCodeForm",
}
_PASSKEYS = "rianru.web.accounts.passkey_forms."
MFA_FORMS = {
    "authenticate": _FORMS + "AuthenticateForm",
    "reauthenticate": _FORMS + "ReauthenticateCodeForm",
    "activate_totp": _FORMS + "ActivateTOTPForm",
    "deactivate_totp": _FORMS + "DeactivateTOTPForm",
    "generate_recovery_codes": _FORMS + "GenerateRecoveryCodesForm",
    "login_webauthn": _PASSKEYS + "LoginPasskeyForm",
    "authenticate_webauthn": _PASSKEYS + "AuthenticatePasskeyForm",
    "reauthenticate_webauthn": _PASSKEYS + "ReauthenticatePasskeyForm",
    "add_webauthn": _PASSKEYS + "AddPasskeyForm",
    "edit_webauthn": _PASSKEYS + "EditPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}  # nothing to guess; a library's computers share an address
MFA_TOTP_ISSUER = "Rianru"

SIGN_IN_PROVIDERS = providers.configured()  # LINE and ThaID, where the environment names a client

AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_LOCKOUT_CALLABLE = "rianru.web.accounts.limits.locked_out"
AXES_USERNAME_CALLABLE = "rianru.web.accounts.limits.account_name"
AXES_CLIENT_IP_CALLABLE = "rianru.web.accounts.addresses.limited_address"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "email", "code", "csrfmiddlewaretoken"]
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"

LOGGING_CONFIG = "rianru.config.logs.configure"
LOGGING = {"json": not flag("RIANRU_LOG_PLAIN"), "level": os.environ.get("RIANRU_LOG_LEVEL", "INFO")}
SILENCED_SYSTEM_CHECKS: list[str] = []
