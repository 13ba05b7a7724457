"""How log lines look: for people, or as JSON for whatever collects them. Read before Django is set up."""

from typing import Any

READABLE = "{asctime} {levelname} [{reference}] {message}"
WITH_OFFSET = "%Y-%m-%d %H:%M:%S%z"  # a time that reads the same wherever the machine stands
JSON_FIELDS = "{asctime}{levelname}{name}{reference}{process}{message}"


def logging_config(*, as_json: bool) -> dict[str, Any]:
    """The `LOGGING` of Django and of gunicorn; as JSON, each request is a line too."""
    requests = "INFO" if as_json else "WARNING"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"reference": {"()": "portal.logs.references.ReferenceFilter"}},
        "formatters": {
            "readable": {"format": READABLE, "style": "{", "datefmt": "%H:%M:%S"},
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "fmt": JSON_FIELDS,
                "style": "{",
                "datefmt": WITH_OFFSET,
                "rename_fields": {"asctime": "at", "levelname": "level", "name": "logger"},
            },
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "filters": ["reference"],
                "formatter": "json" if as_json else "readable",
            }
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {"portal.requests": {"level": requests}, "portal.signing_in": {"level": "INFO"}},
    }
