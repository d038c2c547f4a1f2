"""Settings of one Gridloop installation, read from the environment.

``GRIDLOOP_HOME`` is the folder that holds everything an embedded installation writes (database, lake,
models, drop folder); ``GRIDLOOP_DATABASE_URL`` points to PostgreSQL instead of the embedded SQLite file.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from gridloop.lake.types import Engine
from gridloop.loop import STAGES
from gridloop.web.secret import secret_key

# Our matrices are small: on a busy machine the threads of linear algebra wait for each other, many times over.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
HOME = Path(os.environ.get("GRIDLOOP_HOME", "var")).resolve()
HOME.mkdir(parents=True, exist_ok=True)
if os.environ.get("GRIDLOOP_ENGINE", "duckdb") not in set(Engine):
    raise ImproperlyConfigured(f"GRIDLOOP_ENGINE={os.environ['GRIDLOOP_ENGINE']}: it may be {' or '.join(Engine)}")
ENGINE = Engine(os.environ.get("GRIDLOOP_ENGINE", "duckdb"))
SIMULATION = os.environ.get("GRIDLOOP_SIMULATION") == "1"
DEBUG = os.environ.get("GRIDLOOP_DEBUG") == "1"
SECRET_KEY = secret_key(HOME)
ALLOWED_HOSTS = os.environ.get("GRIDLOOP_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
FRONTEND = Path(os.environ.get("GRIDLOOP_FRONTEND", Path(__file__).parents[3] / "frontend")).resolve()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "axes",
    "django_tasks",
    "django_tasks_db",
    *(f"gridloop.{stage}" for stage in STAGES),
    "gridloop.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gridloop.web.language.LanguageMiddleware",
    "axes.middleware.AxesMiddleware",
    "gridloop.web.idempotency.IdempotencyMiddleware",
]

ROOT_URLCONF = "gridloop.web.urls"
WSGI_APPLICATION = "gridloop.web.wsgi.application"
TEMPLATES: list[dict[str, Any]] = []

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("GRIDLOOP_DATABASE_URL", f"sqlite:///{HOME / 'db.sqlite3'}"),
        conn_max_age=60,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Readers never block the writer, and a transaction that will write takes its lock at the start.
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        # Orders carry what a phone shows of them, and are read by hundreds: the usual 2 MB of pages are soon gone.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456;"
        ),
    }
    # Tests use a file too: a database in memory is one connection, which two requests at once cannot share.
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "kernel.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "gridloop.web.lockout.locked_out"

SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("GRIDLOOP_HTTPS") == "1"
X_FRAME_OPTIONS = "DENY"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "heavy"]}}

LANGUAGE_CODE = "zh-hans"
USE_TZ = True
TIME_ZONE = "UTC"
TENANT_TIME_ZONE = os.environ.get("GRIDLOOP_TIME_ZONE", "Asia/Shanghai")
USE_I18N = False
CURRENCY = os.environ.get("GRIDLOOP_CURRENCY", "CNY")
TENANT_LANGUAGE = "en" if os.environ.get("GRIDLOOP_LANGUAGE", "zh").lower().startswith("en") else "zh"

STATIC_URL = "/static/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DROP = Path(os.environ["GRIDLOOP_DROP"]).resolve() if os.environ.get("GRIDLOOP_DROP") else None
RECEIPTS = Path(os.environ["GRIDLOOP_RECEIPTS"]).resolve() if os.environ.get("GRIDLOOP_RECEIPTS") else None
WATCH_SECONDS = float(os.environ.get("GRIDLOOP_WATCH_SECONDS", "10"))
MAX_UNPACKED_BYTES = int(os.environ.get("GRIDLOOP_MAX_UNPACKED_BYTES", str(20 * 1024**3)))
HELD_DAYS = int(os.environ.get("GRIDLOOP_HELD_DAYS", "14"))
MAX_UPLOAD_BYTES = int(os.environ.get("GRIDLOOP_MAX_UPLOAD_BYTES", str(200 * 1024 * 1024)))

# Where OpenLineage events go: nowhere, ``file``, or an http(s) address.
LINEAGE = os.environ.get("GRIDLOOP_LINEAGE", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"not_preparing": {"()": "gridloop.web.logging_filters.NotPreparing"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["not_preparing"]}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("GRIDLOOP_LOG", "WARNING")},
}
