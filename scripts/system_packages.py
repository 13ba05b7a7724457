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
# Tests that need these skip without them; so nothing stops where they cannot be had.
WELCOME = {"libreoffice-writer-nogui": program("soffice"), "softhsm2": program("softhsm2-util"),
           "nginx-light": program("nginx")}  # fmt: skip
FETCHING = 60  # seconds in which what is welcome has to arrive: some 85 MB
NEEDED = {
    "run": TO_RUN,
    "test": {**TO_RUN, **TO_TEST},
    "bench": {**TO_RUN, **TO_TEST, "wrk": program("wrk")},  # wrk puts the load on
}


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
    apt(prefix, "update")
    if apt(prefix, "install", *packages) or missing(purpose):
        sys.exit(f"apt could not install everything. Concordat needs: {' '.join(missing(purpose))}. See above for why.")


def install_welcome() -> None:
    """Install what some tests need, where apt can do it soon; else name it, and go on."""
    packages = [package for package, there in WELCOME.items() if not there()]
    if not packages:
        return
    names = " ".join(packages)
    prefix = as_root()
    if prefix is not None and shutil.which("apt-get"):
        print(f"Installing, for some of the tests: {names}", flush=True)
        apt(prefix, "update")
        # Only the fetching is cut short: an installation broken off would leave the system's packages in disorder.
        if not apt(prefix, "install", "--download-only", *packages, timeout=FETCHING):
            apt(prefix, "install", *packages)
    left = [package for package in packages if not WELCOME[package]()]
    if left:
        print(f"Not installed, so the tests that need it are skipped: {' '.join(left)}", flush=True)


def apt(prefix: list[str], action: str, *arguments: str, timeout: float | None = None) -> int:
    """Run apt-get without questions and without chatter; its exit code, 1 where it took too long."""
    options = ["-qq"] if action == "update" else ["-qq", "-y", "--no-install-recommends"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = [*prefix, "apt-get", action, *options, *arguments]
    try:
        return subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, timeout=timeout).returncode
    except subprocess.TimeoutExpired:
        return 1
