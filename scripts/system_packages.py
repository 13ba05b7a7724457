"""The system's own packages: found by what they provide, installed by apt where they are missing."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

VENV_PACKAGE = f"python3.{sys.version_info.minor}-venv"


def library(name: str) -> Callable[[], bool]:
    """A check that a shared library can be loaded."""

    def loads() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return loads


def program(*names: str) -> Callable[[], bool]:
    """A check that one of these programs is on the path."""
    return lambda: any(shutil.which(name) for name in names)


def module(name: str) -> Callable[[], bool]:
    """A check that this Python has a module."""
    return lambda: importlib.util.find_spec(name) is not None


def read_os_release() -> list[str]:
    """What this system says of itself, line by line; nothing where it does not."""
    path = Path("/etc/os-release")
    return path.read_text().splitlines() if path.exists() else []


# Package -> how to see that it is there. Pango draws the text of the PDFs.
TO_RUN = {
    VENV_PACKAGE: module("ensurepip"),
    "libpango-1.0-0": library("libpango-1.0.so.0"),
    "libpangoft2-1.0-0": library("libpangoft2-1.0.so.0"),
    "libharfbuzz-subset0": library("libharfbuzz-subset.so.0"),
}
CHROMIUM = program("chromium", "chromium-browser", "google-chrome")
TO_TEST = {
    **({"chromium": CHROMIUM} if "ID=debian" in read_os_release() else {}),  # elsewhere Playwright brings its own
    "poppler-utils": program("pdfsig"),
    "qpdf": program("qpdf"),
}
NEEDED = {"run": TO_RUN, "test": {**TO_RUN, **TO_TEST}}


def missing(purpose: str) -> list[str]:
    """The packages that are not there."""
    return [package for package, there in NEEDED[purpose].items() if not there()]


def as_root() -> list[str] | None:
    """What to put before a command that needs root; None where there is no way."""
    if os.geteuid() == 0:
        return []
    return ["sudo"] if shutil.which("sudo") else None


def install_missing(purpose: str) -> None:
    """Install what is missing, or stop with a sentence that names it."""
    packages = missing(purpose)
    if not packages:
        return
    names = " ".join(packages)
    prefix = as_root()
    if not shutil.which("apt-get"):
        sys.exit(f"Concordat needs these, by their names on Debian: {names}. Install them and run this again.")
    if prefix is None:
        sys.exit(f"Concordat needs these packages, and installing them takes root: apt-get install {names}")
    print(f"Installing: {names}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*prefix, "apt-get", "update", "-qq"], env=quiet, stdout=subprocess.DEVNULL)
    command = [*prefix, "apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages]
    if subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL).returncode or missing(purpose):
        sys.exit(f"apt could not install everything. Concordat needs: {' '.join(missing(purpose))}. See above for why.")
