"""The keys that documents are signed and sealed with, and time stamps where the operator names a server."""

from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from django.conf import settings
from pyhanko.sign.timestamps import TimeStamper

from portal.audit.acts import SYSTEM, act
from protocols.documents.authority import CURRENT, EARLIER, TIME, Authority
from protocols.documents.moments_asked import StampsWhereItWasTold
from protocols.documents.rotating import rotate
from protocols.documents.tokens import TokenPlace


def authority() -> Authority:
    """The portal's own certificate authority; made on first use, and opened again where its directory has changed."""
    directory = _directory()
    if not (directory / CURRENT).exists():
        Authority.load_or_create(directory, _passphrase(), token=_token())
    return _opened(directory, _passphrase(), _token(), _marks(directory))


def timestamper() -> TimeStamper | None:
    """The time-stamping server that the operator named, if any."""
    url = str(settings.SIGNING_TIMESTAMP_URL)
    return StampsWhereItWasTold(url) if url else None


def make_first_keys() -> Authority:
    """Make the portal's first authority now, as a ceremony does, instead of at its first signature."""
    with act("protocols.keys.make", by=SYSTEM) as done:
        made = authority()
        done.details["new"] = fingerprint_of(made)
    return made


def rotate_keys() -> tuple[Authority, Authority]:
    """Put a new authority in the old one's place; the old and the new. Running processes take it up by themselves."""
    old = authority_as_it_is()
    with act("protocols.keys.rotate", by=SYSTEM) as done:
        new = rotate(_directory(), _passphrase(), token=_token())
        done.details |= {"old": fingerprint_of(old), "new": fingerprint_of(new)}
    return old, new


def authority_as_it_is() -> Authority:
    """The authority in place, even where it has expired. Raises AuthorityError where there is none."""
    return Authority.read(_directory(), _passphrase(), token=_token())


def are_made() -> bool:
    """Whether there are keys at all: the first file for signing has them made."""
    return (_directory() / CURRENT).exists()


def fingerprint_of(one: Authority) -> str:
    """The SHA-256 of an authority's own certificate."""
    return one.root.certificate.fingerprint(hashes.SHA256()).hex()


def _directory() -> Path:
    return Path(settings.SIGNING_KEYS_DIR)


def _passphrase() -> str:
    return str(settings.SIGNING_KEY_PASSPHRASE)


def _token() -> TokenPlace | None:
    """The PKCS#11 token that holds the keys, where the operator names one."""
    module = str(settings.SIGNING_PKCS11_MODULE)
    return TokenPlace(module, settings.SIGNING_PKCS11_TOKEN, settings.SIGNING_PKCS11_PIN) if module else None


def _marks(directory: Path) -> tuple[tuple[int, int] | None, ...]:
    """What changes when anything is put into the directory or taken out: cheap to look at before each signature."""
    return tuple(_mark(directory / name) for name in (CURRENT, EARLIER, TIME))


def _mark(path: Path) -> tuple[int, int] | None:
    try:
        seen = path.stat()
    except FileNotFoundError:
        return None
    return seen.st_ino, seen.st_mtime_ns


@lru_cache(maxsize=4)
def _opened(directory: Path, passphrase: str, token: TokenPlace | None, _marks: object) -> Authority:
    return Authority.load_or_create(directory, passphrase, token=token)
