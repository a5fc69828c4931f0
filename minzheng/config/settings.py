"""Django settings: plain, driven by the environment, the same for work, tests and production.

MINZHENG_DEBUG=1 shows error pages; MINZHENG_HOSTS names the hosts served (comma separated);
MINZHENG_SECRET_KEY and MINZHENG_VAR move secrets and state elsewhere.
"""

import os

from minzheng.config import database, keys
from minzheng.config.rooms import built_rooms

ROOT = database.ROOT
VAR = database.var_folder()

DEBUG = os.environ.get("MINZHENG_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("MINZHENG_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

KEYS = keys.load(VAR / "keys.json")
SECRET_KEY = KEYS.secret_key
# Identity numbers, accounts and phones are sealed with SM4 and indexed with HMAC-SM3.
SEALING_KEY = KEYS.sealing_key
INDEX_KEY = KEYS.index_key

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    *built_rooms(),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "minzheng.config.security.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "minzheng.kernel.access.middleware.Door",
]

ROOT_URLCONF = "minzheng.config.urls"
WSGI_APPLICATION = "minzheng.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "minzheng.kernel.access.context.house",
                "minzheng.workbench.navigation.navigation",
            ],
        },
    },
]

DATABASES = {
    "default": database.app_address().as_django(),
    "owner": database.owner_address().as_django(),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
# Served from where the packages keep them; nothing has to be collected.
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = VAR / "files"

# An office computer is shared: the session ends with the browser and after half a day.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# Behind TLS (production) set MINZHENG_TLS=1; a demo on http://localhost cannot use secure cookies.
_TLS = os.environ.get("MINZHENG_TLS") == "1"
SESSION_COOKIE_SECURE = _TLS
CSRF_COOKIE_SECURE = _TLS
SECURE_SSL_REDIRECT = _TLS
# The monitor asks on the inside.
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 31_536_000 if _TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _TLS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

PROCRASTINATE_ON_APP_READY = None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["terminal"], "level": os.environ.get("MINZHENG_LOG", "WARNING")},
    # A refused or missing page is an answer, not trouble.
    "loggers": {"django.request": {"level": "ERROR"}},
}
