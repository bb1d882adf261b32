"""The one settings file. What differs between places comes from the environment.

DATABASE_URL, REDIS_URL and EMAIL_URL name the database, the messenger between processes and the post office;
everything of our own is called LEERRUIMTE_*. Without any of them: SQLite and letters as files in `var/`, one process,
the demo.
"""

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from leerruimte.base.secret_key import read_or_make_secret_key
from leerruimte.people.institutions import read_institutions

ROOT = Path(__file__).resolve().parent.parent
env = environ.Env()

VAR = Path(env.str("LEERRUIMTE_VAR", default=str(ROOT / "var")))
VAR.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("LEERRUIMTE_DEBUG", default=False)
# Behind TLS (a proxy that ends it): cookies only over https, HSTS, redirects to https.
HTTPS = env.bool("LEERRUIMTE_HTTPS", default=False)
SECRET_KEY = env.str("LEERRUIMTE_SECRET_KEY", default="") or read_or_make_secret_key(VAR / "secret-key")
# Older keys stay readable here while tokens signed with them are still in use.
SECRET_KEY_FALLBACKS = env.list("LEERRUIMTE_SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("LEERRUIMTE_HOSTS", default=["*"] if not HTTPS else [])
# The address people type, as it stands on the beamer and in QR codes; empty: the address of the request.
PUBLIC_URL = env.str("LEERRUIMTE_PUBLIC_URL", default="")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    # Before allauth: our pages take the place of its own.
    "leerruimte.people",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "leerruimte.look",
    "leerruimte.live",
    "leerruimte.encounters",
    "leerruimte.plates",
    "leerruimte.trajectories",
    "leerruimte.conversations",
    "leerruimte.web",
    "leerruimte.example",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "leerruimte.web.middleware.headers_middleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "leerruimte.people.middleware.who_middleware",
    "leerruimte.people.middleware.one_more_step_middleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "leerruimte.urls"
WSGI_APPLICATION = None
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["leerruimte.people.templatetags.people"],
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'leerruimte.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL, not NORMAL: what was confirmed survives a power cut. Commits are grouped, so it costs 4 %.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL", default="")
# Holds how often somebody tried: shared between processes where there are several, never thrown away to make room.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}
}

# In the database, so that whoever signed in sees where, and can end it there.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 90
SESSION_COOKIE_NAME = "leerruimte"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "taal"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "leerruimte.look.storage.HashedStaticFiles"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
MEDIA_ROOT = VAR / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "leerruimte.base.uploads.LimitedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "leerruimte.people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "leerruimte.people.adapters.name_of"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "leerruimte.people.forms.account.AboutYou"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
# Codes of eight letters, typed over from a letter, in place of links: they work on the device where one asked for them.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Post may be slow.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
# A whole school shares one address: an address ("ip") is a ceiling, "key" is the account together with the device.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "5/5m/key,300/5m/ip",
    "login_failed_anywhere": "50/h/key",
    "request_login_code": "300/m/ip,3/5m/key",
    "reset_password": "300/m/ip,3/5m/key",
    "reset_password_from_key": "300/m/ip",
    "signup": "300/m/ip",
}
# How many proxies of one's own stand in front, each adding to X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("LEERRUIMTE_PROXIES", default=1 if HTTPS else 0)
MFA_ADAPTER = "leerruimte.people.adapters.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Leerruimte"
# Clocks of phones are some seconds off.
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
SOCIALACCOUNT_ADAPTER = "leerruimte.people.adapters.InstitutionAdapter"
# Institutions where people may sign in: a list in JSON, see the README. Off unless somebody says so.
INSTITUTIONS = read_institutions(env.str("LEERRUIMTE_OIDC", default=""))
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [one.as_app() for one in INSTITUTIONS]}}

# Without a post office letters are files, to be read by whoever runs the installation.
vars().update(env.email("EMAIL_URL", default="filemail://"))
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("LEERRUIMTE_MAIL_FROM", default="Leerruimte <leerruimte@localhost>")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^gezond/$"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
    },
    "filters": {"masked": {"()": "leerruimte.live.access_log.WithoutSecrets"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["masked"]}},
    "root": {"handlers": ["stderr"], "level": env.str("LEERRUIMTE_LOG_LEVEL", default="INFO")},
}

# Said in one place because both the page titles and the letters use it.
SITE_NAME = _("Leerruimte")
