"""Settings, read from the environment; with nothing set, the portal runs on one machine with SQLite.

`docs/reference/settings.md` explains each variable. Upper rooms are named here only as strings.
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django_prose_editor.config import html_tags
from js_asset import static_lazy

from portal.environment import choice, measure, switch, whole
from portal.logs.configuring import logging_config
from portal.openid.configuring import openid_from
from portal.secrets_on_disk import secret_from_file

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# Where the embedded default keeps its database, documents and keys; made here, it is for its owner alone.
DATA_DIR = Path(env("CONCORDAT_DATA", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)

# A demonstration shows sample sign-ins and the outbox, and is never set on a real portal.
DEMO = switch("CONCORDAT_DEMO", default=False)
DEBUG = switch("CONCORDAT_DEBUG", default=False)
SECRET_KEY = env("CONCORDAT_SECRET_KEY", default="") or secret_from_file(DATA_DIR / "secret-key")
SITE_URL = env("CONCORDAT_SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("CONCORDAT_ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
HTTPS = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "crispy_forms",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django_prose_editor",
    "js_asset",
    "portal.accounts",
    "portal.openid",
    "portal.pacing",
    "portal.audit",
    "portal.mail",
    "portal.govuk",
    "portal.work",
    "portal.documenting",
    "portal.retention",
    "portal.backups",
    "partners",
    "legal_basis",
    "datasets",
    "protocols",
    "register",
]

MIDDLEWARE = [
    "portal.logs.middleware.ReferenceMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.headers.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "portal.accounts.middleware.PersonMiddleware",
    "portal.accounts.middleware.SignInMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "partners.middleware.CapacityMiddleware",
    "partners.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.pacing.middleware.PaceMiddleware",
    "portal.govuk.middleware.KeptWordsMiddleware",
    "portal.govuk.methods.MethodMiddleware",
    "portal.repeating.RepeatMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
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
                "csp.context_processors.nonce",
                "portal.govuk.context_processors.site",
                "partners.context_processors.capacities",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["govuk"]
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_FAIL_SILENTLY = False

# One database setting for every size: SQLite by default, PostgreSQL by address.
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'concordat.sqlite3'}")}
if DATABASES["default"].get("ENGINE") not in ("django.db.backends.sqlite3", "django.db.backends.postgresql"):
    raise ImproperlyConfigured("DATABASE_URL has to begin with postgres:// or sqlite:///.")
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Else a row found by an index is taken to cost what it does on a turning disk, and a whole table is read instead.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c random_page_cost=1.1")
# Ten minutes, since PostgreSQL plans the long queries once for each connection; of SQLite too, where opening the file
# for each page reads the whole schema again.
DATABASES["default"]["CONN_MAX_AGE"] = 600
# Counts of wrong tries, and codes that were used: kept in the database, since every process must know of them, and so
# many of them that nobody crowds them out by trying many names.
CACHES = {
    "default": {
        "BACKEND": "portal.caching.CacheInDatabase",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts: people sign in by email address; accounts are made by invitation, never by open sign-up.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["partners.signed_in.PersonBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "portal.accounts.passwords.OurWordsValidator"},
    {"NAME": "portal.accounts.passwords.BreachedValidator"},
]
BREACHED_PASSWORDS = env("CONCORDAT_BREACHED_PASSWORDS", default="")
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds that a mailed link for a new password is good for
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/in-tray/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "portal.accounts.adapters.InvitationOnlyAdapter"
AFTER_SIGN_IN = ["legal_basis.views.sessions.keep_after_sign_in"]  # each called with the request and the person
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation is only ever opened from the mailbox it was sent to
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "portal.accounts.forms.SignInForm",
    "reset_password": "portal.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "portal.accounts.forms.NewPasswordForm",
    "change_password": "portal.accounts.forms.ChangePasswordForm",
    "reauthenticate": "portal.accounts.forms.PasswordAgainForm",
}
# Tries of a password are counted by `portal.accounts.tries`, codes of a second step by person; these are for the rest.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "5/5m/key"}
MFA_ADAPTER = "portal.accounts.adapters.PlainMFAAdapter"
MFA_FORMS = {
    "authenticate": "portal.accounts.forms.SecondFactorForm",
    "reauthenticate": "portal.accounts.forms.CodeAgainForm",
    "activate_totp": "portal.accounts.forms.TurnOnAppForm",
    "deactivate_totp": "portal.accounts.forms.TurnOffAppForm",
    "generate_recovery_codes": "portal.accounts.forms.NewRecoveryCodesForm",
    "add_webauthn": "portal.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "portal.accounts.forms.NamePasskeyForm",
    "login_webauthn": "portal.accounts.forms.PasskeySignInForm",
    "reauthenticate_webauthn": "portal.accounts.forms.PasskeyAgainForm",
    "authenticate_webauthn": "portal.accounts.forms.PasskeyFactorForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True  # they are kept as hashes: nobody can show them again
MFA_PASSKEY_LOGIN_ENABLED = True
# Whoever approves or signs, or everybody, needs a second factor before anything else opens to them.
SECOND_FACTOR_OF_ALL = env("CONCORDAT_SECOND_FACTOR", default="").strip().lower() == "everybody"
SECOND_FACTOR_NEEDED = SECOND_FACTOR_OF_ALL or switch("CONCORDAT_SECOND_FACTOR", default=HTTPS)
MFA_TOTP_ISSUER = "Concordat"
# What second factors are reckoned from is encrypted under the first of these; the others are only read with.
FACTOR_KEYS = env.list("CONCORDAT_FACTOR_KEYS", default=[SECRET_KEY])
# Signing in with an account at an organisation's own OpenID Connect provider: off unless its address is given.
OPENID = openid_from(
    issuer=env("CONCORDAT_OPENID_ISSUER", default=""),
    client_id=env("CONCORDAT_OPENID_CLIENT_ID", default=""),
    secret_file=env("CONCORDAT_OPENID_SECRET_FILE", default=""),
    name=env("CONCORDAT_OPENID_NAME", default="your organisation’s account"),
    trusted=env.list("CONCORDAT_OPENID_TRUSTED_DOMAINS", default=[]),
    second_factor=env.list("CONCORDAT_OPENID_SECOND_FACTOR", default=[]),
)
SOCIALACCOUNT_ADAPTER = "portal.openid.adapters.OpenIDAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"  # an address is verified by the provider, or by the invitation
# How many times as often as `portal.pacing.limits` says one person may do what is dear; 0 for no limit.
PACE = measure("CONCORDAT_PACE", default=1.0)

# Sessions, cookies and headers.
SESSION_ENGINE = "partners.signed_in"  # one query: the session, its person and the roles they hold
# A sign-in ends when it was not used for a while, and in any case after a day's work.
SESSION_IDLE = timedelta(minutes=whole("CONCORDAT_IDLE_MINUTES", default=60))
SESSION_LONGEST = timedelta(hours=whole("CONCORDAT_SESSION_HOURS", default=12))
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# By https, a browser takes cookies of these names from this very host alone.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
MESSAGE_STORAGE = "portal.messages.Messages"
SECURE_SSL_REDIRECT = HTTPS and switch("CONCORDAT_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz(/live|/ready)?$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = switch("CONCORDAT_BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "portal.govuk.views.page_open_too_long"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE, "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Files. Documents are private: they are only ever handed out by a view that asks who you are.
STATIC_URL = "static/"
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {"js": [static_lazy("js/keys.js")], "extensions": {"ParagraphKeys": html_tags(["li"], {"li": ["id"]})}},
]
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "documents"
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Documents: in a folder, or in a private bucket of S3 or of a server that speaks as S3 does.
S3_BUCKET = env("CONCORDAT_S3_BUCKET", default="")
# The proxy reads files from that folder itself, once the portal has found that somebody may have one.
FILES_BY_PROXY = switch("CONCORDAT_FILES_BY_PROXY", default=False)
STORED_ON_DISK: dict[str, object] = {"BACKEND": "portal.storing.disk.DocumentsOnDisk"}
STORED_IN_BUCKET: dict[str, object] = {
    "BACKEND": "portal.storing.buckets.DocumentsInBucket",
    "OPTIONS": {
        "bucket_name": S3_BUCKET,
        "endpoint_url": env("CONCORDAT_S3_ENDPOINT", default="") or None,
        "region_name": env("CONCORDAT_S3_REGION", default="eu-west-2"),
        "access_key": env("CONCORDAT_S3_ACCESS_KEY", default="") or None,
        "secret_key": env("CONCORDAT_S3_SECRET_KEY", default="") or None,
        "location": env("CONCORDAT_S3_PREFIX", default=""),
    },
}
STORAGES = {
    "default": STORED_IN_BUCKET if S3_BUCKET else STORED_ON_DISK,
    "staticfiles": {"BACKEND": "portal.static_files.StaticFiles"},
}

# ClamAV's daemon, which looks through what people send: a socket's path, or host:port; without it nobody looks.
CLAMD = env("CONCORDAT_CLAMD", default="")

# Keys of the portal's own certificate authority: made on first run, or placed there by the operator.
SIGNING_KEYS_DIR = Path(env("CONCORDAT_KEYS", default=str(DATA_DIR / "keys")))
SIGNING_KEY_PASSPHRASE = env("CONCORDAT_KEY_PASSPHRASE", default="") or secret_from_file(DATA_DIR / "key-passphrase")
SIGNING_PKCS11_MODULE = env("CONCORDAT_PKCS11_MODULE", default="")
SIGNING_PKCS11_TOKEN = env("CONCORDAT_PKCS11_TOKEN", default="concordat")
SIGNING_PKCS11_PIN = env("CONCORDAT_PKCS11_PIN", default="")
SIGNING_TIMESTAMP_URL = env("CONCORDAT_TIMESTAMP_URL", default="")

# Mail: to the console unless an address is given, such as smtp://user:password@host:587.
vars().update(env.email_url("CONCORDAT_MAIL_URL", default="consolemail://"))
if not env("CONCORDAT_MAIL_URL", default=""):
    EMAIL_BACKEND = "portal.mail.console.ConsoleBackend"
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = env("CONCORDAT_MAIL_FROM", default="Concordat <no-reply@concordat.example>")

# Who answers which public agreements rely on an entry of the law library: a callable of an upper room, by its path.
LAW_RELIANCE = "protocols.queries.reliance.public_reliance"

# Who answers in which protocols a data set flows, as far as a reader may see them: a callable of an upper room.
DATASET_USES = "protocols.queries.dataset_uses.uses_of"

# What is kept of whom, and for how long: the table that the privacy page shows.
PORTAL_KEPT = "portal.retention.table.KEPT"

# Commands that bring the database up to this release, after its migrations; see `manage.py prepare`.
PORTAL_PREPARE = ["sync_law", "sync_templates"]

# What a backup must hold, and what checks a portal made from one: upper rooms, by their paths.
PORTAL_NAMED_FILES = "protocols.queries.stored_files.named_files"
PORTAL_VERIFY = "verify_portal"

# Background work: each sweep looks every so often for what was left undone, and does it or queues it.
PORTAL_SWEEPS = [
    "portal.mail.tasks.queue_unsent",
    "protocols.tasks.sweep",
    "protocols.tasks.tidy_files",
    "legal_basis.tasks.tidy_evidence",
    "portal.work.sweeping.forget_finished_jobs",
    "portal.work.planning.look_at_tables",
    "portal.accounts.sessions.forget_ended_sessions",
    "portal.pacing.counting.forget_counts",
    "portal.accounts.factors.keep_encrypted",
    "portal.accounts.recovery.keep_hashed",
    "portal.retention.disposing.dispose_due",
]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# What goes wrong is told on the console, where whatever runs the portal collects it.
LOGGING = logging_config(as_json=choice("CONCORDAT_LOG_FORMAT", ("readable", "json")) == "json")
METRICS_TOKEN = env("CONCORDAT_METRICS_TOKEN", default="")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "j F Y"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

if DEMO and HTTPS:
    raise ImproperlyConfigured("CONCORDAT_DEMO shows sample sign-ins to anyone: unset it on a portal served by https.")
