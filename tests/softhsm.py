"""SoftHSM, a PKCS#11 token in software: a token of its own in a directory that is thrown away."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from protocols.documents.tokens import TokenPlace

MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)
PIN = "135790"


def module() -> str:
    """The driver's path; skips where SoftHSM is not installed."""
    found = next((path for path in MODULES if Path(path).exists()), None)
    if found is None or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM is not installed: apt-get install softhsm2")
    return found


def new_token(directory: Path) -> TokenPlace:
    """A fresh token. Its driver reads the place once a process, so all the tests of a process share one."""
    driver = module()
    (directory / "tokens").mkdir()
    settings = directory / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {directory / 'tokens'}\nobjectstore.backend = file\n")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    command = ["softhsm2-util", "--init-token", "--free", "--label", "concordat", "--pin", PIN, "--so-pin", PIN]
    subprocess.run(command, check=True, capture_output=True, timeout=30)
    return TokenPlace(driver, "concordat", PIN)
