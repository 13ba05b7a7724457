"""The sample sign-ins that a demonstration shows on its sign-in page."""

import json
from dataclasses import dataclass

from django.conf import settings

FILE_NAME = "sample-sign-ins.json"


@dataclass(frozen=True)
class SampleSignIn:
    """One sample person: name, email address, password, and the role in words."""

    name: str
    email: str
    password: str
    role: str


def sample_sign_ins() -> list[SampleSignIn]:
    """The sample people, as the sample loader wrote them down; nobody unless this is a demonstration."""
    path = settings.DATA_DIR / FILE_NAME
    if not settings.DEMO or not path.is_file():
        return []
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [SampleSignIn(**{key: str(row[key]) for key in SampleSignIn.__dataclass_fields__}) for row in rows]
