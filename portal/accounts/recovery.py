"""Recovery codes: shown once, and then known by their hashes alone, so that nobody can make them from the database.

A code is drawn by itself, 24 letters and figures (117 bits), and kept as its SHA-256. Codes of earlier releases had
eight figures and were reckoned from a seed; `keep_hashed` brings each into a hash of the kind that passwords have, and
drops the seed. They go on working until they are used or their owner makes new ones.

A set just made waits for the page that shows it in its owner's session, encrypted, and leaves it with that page.
"""

import hashlib
import json
import secrets
from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import auth, flows
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.crypto import constant_time_compare

from portal.accounts import factors
from portal.logs.references import LETTERS

HOW_MANY, GROUPS = 10, 6
LENGTH = 4 * GROUPS
WAITING = "recovery_codes_to_show"
HIDDEN = "****"
AT_ONCE = 2
"""How many people's old codes are hashed in one sweep: each takes seconds, for which that worker does no job."""


class HashedCodes(auth.RecoveryCodes):
    """Stands in for the library's own, which reckons its codes from a seed that it keeps."""

    instance: Authenticator
    shown: tuple[str, ...] = ()
    """The codes themselves, where they were made just now or have waited to be shown."""

    @classmethod
    def activate(cls, user: AbstractBaseUser) -> "HashedCodes":
        """The person's codes, made where they have none; then they wait in the session of the request to be shown."""
        found = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
        if found:
            return cls(found)
        codes = [new_code() for _ in range(HOW_MANY)]
        made = cls(Authenticator(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES, data=_data(map(_sha, codes))))
        made.instance.save()
        made.shown = tuple(codes)
        if context.request is not None:
            context.request.session[WAITING] = factors.encrypt(json.dumps([made.instance.pk, codes]))
        return made

    def generate_codes(self) -> list[str]:
        """As many as there are, hidden; the library counts them."""
        return [HIDDEN] * len(self.instance.data["hashes"]) if self._is_hashed else super().generate_codes()

    def get_unused_codes(self) -> list[str]:
        """The codes that are left: themselves while they are shown for the first time, hidden ever after."""
        return list(self.shown) or [code for i, code in enumerate(self.generate_codes()) if not self._is_code_used(i)]

    @transaction.atomic
    def validate_code(self, code: str) -> bool:
        """Whether the code is one that is left; then it is used up."""
        self.instance = Authenticator.objects.select_for_update(no_key=True).get(pk=self.instance.pk)
        if not self._is_hashed:
            return bool(super().validate_code(code))
        typed = "".join(code.upper().replace("-", " ").split())
        for place, kept in enumerate(self.instance.data["hashes"]):
            if not self._is_code_used(place) and _fits(typed, kept):
                self._mark_code_used(place)
                return True
        return False

    def mark_as_viewed(self) -> None:
        """Take the codes out of the session, to be shown now and never again."""
        request = context.request
        waiting = request.session.pop(WAITING, None) if request is not None else None
        if waiting is not None and (found := _read(waiting, self.instance.pk)):
            self.shown = found
        super().mark_as_viewed()

    @property
    def _is_hashed(self) -> bool:
        return "hashes" in self.instance.data


def new_code() -> str:
    """Six groups of four, without letters that are mistaken for one another."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(GROUPS))


def keep_hashed() -> int:
    """Hash what earlier releases reckoned from a seed, some people's at a time; how many. Run every so often."""
    old = Authenticator.objects.filter(type=Authenticator.Type.RECOVERY_CODES, data__has_key="seed")
    return sum(_hash(pk) for pk in list(old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]))


def take_the_librarys_place() -> None:
    """The library names its class of recovery codes in two places and takes no other by a setting."""
    auth.RecoveryCodes = flows.RecoveryCodes = HashedCodes


def _hash(pk: int) -> int:
    """One person's. The hashes are made before the row is locked; a code that is used meanwhile stays used."""
    before = Authenticator.objects.get(pk=pk)
    if not factors.readable(before.data["seed"]):
        return 0
    hashes = [make_password(code) for code in auth.RecoveryCodes(before).generate_codes()]
    with transaction.atomic():
        one = Authenticator.objects.select_for_update(no_key=True).filter(pk=pk, data__has_key="seed").first()
        if one is None or one.data["seed"] != before.data["seed"]:
            return 0
        one.data = _data(hashes) | {key: one.data[key] for key in ("used_mask", "viewed_at") if key in one.data}
        one.save(update_fields=["data"])
    return 1


def _data(hashes: Any) -> dict[str, Any]:
    """What is kept. An earlier release that still runs beside this one reads that there are no codes, and no error."""
    return {"hashes": list(hashes), "used_mask": 0, "migrated_codes": []}


def _sha(code: str) -> str:
    return f"sha256${hashlib.sha256(code.replace('-', '').encode()).hexdigest()}"


def _fits(typed: str, kept: str) -> bool:
    if kept.startswith("sha256$"):
        return len(typed) == LENGTH and constant_time_compare(_sha(typed), kept)
    return len(typed) < LENGTH and typed.isdigit() and check_password(typed, kept)


def _read(waiting: str, pk: int) -> tuple[str, ...]:
    """What waited, where it can be read and is of these codes."""
    try:
        of, codes = json.loads(factors.decrypt(waiting))
    except ValueError:
        return ()
    return tuple(codes) if of == pk else ()
