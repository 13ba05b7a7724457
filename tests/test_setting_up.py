"""Setting a machine up: what is missing is installed or named; what is there is left alone."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts import set_up, system_packages

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def lacking(monkeypatch):
    """A machine that lacks one library, and a record of what was run."""
    ran: list[list[str]] = []
    found: list[bool] = []
    monkeypatch.setattr(system_packages, "NEEDED", {"run": {"libpango-1.0-0": lambda: bool(found)}})

    def run(command, **_):
        ran.append(command)
        if "install" in command:
            found.append(True)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    return ran


def on_path(monkeypatch, *programs: str) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name in programs else None)


def test_a_library_that_is_not_there_is_seen():
    assert not system_packages.library("libnothing-of-this-name.so.0")()
    assert system_packages.library("libc.so.6")()


def test_a_program_that_is_not_there_is_seen():
    assert not system_packages.program("no-program-of-this-name")()
    assert system_packages.program("no-program-of-this-name", "sh")()


def test_nothing_is_run_where_nothing_is_missing(monkeypatch, lacking):
    monkeypatch.setattr(system_packages, "NEEDED", {"run": {"libpango-1.0-0": lambda: True}})
    system_packages.install_missing("run")
    assert lacking == []


def test_root_installs_with_apt(monkeypatch, lacking):
    on_path(monkeypatch, "apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    system_packages.install_missing("run")
    assert lacking[-1][:2] == ["apt-get", "install"]
    assert lacking[-1][-1] == "libpango-1.0-0"


def test_others_install_with_sudo(monkeypatch, lacking):
    on_path(monkeypatch, "apt-get", "sudo")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    system_packages.install_missing("run")
    assert lacking[-1][:3] == ["sudo", "apt-get", "install"]


def test_without_sudo_the_packages_are_named(monkeypatch, lacking):
    on_path(monkeypatch, "apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match=r"takes root: apt-get install libpango-1\.0-0$"):
        system_packages.install_missing("run")


def test_without_apt_the_packages_are_named(monkeypatch, lacking):
    on_path(monkeypatch)
    with pytest.raises(SystemExit, match=r"by their names on Debian: libpango-1.0-0\."):
        system_packages.install_missing("run")


def test_an_installation_that_does_not_help_is_told(monkeypatch, lacking):
    on_path(monkeypatch, "apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(system_packages, "NEEDED", {"run": {"libpango-1.0-0": lambda: False}})
    with pytest.raises(SystemExit, match=r"apt could not install everything\. Concordat needs: libpango-1\.0-0\."):
        system_packages.install_missing("run")


@pytest.fixture
def without_office(monkeypatch):
    """A machine without LibreOffice whose apt-get can be told how to end, and a record of what was run."""
    ran: list[list[str]] = []
    ends: dict[str, int | Exception] = {}
    monkeypatch.setattr(system_packages, "WELCOME", {"an-office": lambda: False})

    def run(command, timeout=None, **_):
        ran.append(command)
        fetching = "--download-only" in command
        assert (timeout is not None) == fetching, "only the fetching may be cut short"
        end = ends.get("fetch" if fetching else command[1], 0)
        if isinstance(end, Exception):
            raise end
        return subprocess.CompletedProcess(command, end)

    on_path(monkeypatch, "apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(subprocess, "run", run)
    return ran, ends


def test_what_only_tests_need_is_fetched_and_then_installed(without_office):
    ran, _ = without_office
    system_packages.install_welcome()
    assert [command[1] for command in ran] == ["update", "install", "install"]
    assert [("--download-only" in command) for command in ran] == [False, True, False]


@pytest.mark.parametrize("end", [100, subprocess.TimeoutExpired("apt-get", 60)])
def test_what_cannot_be_fetched_soon_is_named_and_not_installed(without_office, capsys, end):
    ran, ends = without_office
    ends["fetch"] = end
    system_packages.install_welcome()
    assert "--download-only" in ran[-1]
    assert capsys.readouterr().out.endswith("Not installed, so the tests that need it are skipped: an-office\n")


def test_without_root_what_only_tests_need_is_named_and_setting_up_goes_on(without_office, monkeypatch, capsys):
    ran, _ = without_office
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    system_packages.install_welcome()
    assert ran == []
    assert capsys.readouterr().out == "Not installed, so the tests that need it are skipped: an-office\n"


def test_only_testing_asks_for_what_only_tests_need(monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(set_up, "install_missing", lambda purpose: None)
    monkeypatch.setattr(set_up, "make_environment", lambda purpose: None)
    monkeypatch.setattr(set_up, "install_welcome", lambda: asked.append("welcome"))
    for purpose, times in (("run", 0), ("test", 1)):
        monkeypatch.setattr("sys.argv", ["set_up.py", purpose])
        set_up.main()
        assert len(asked) == times


def test_an_environment_made_from_this_lock_is_left_alone(monkeypatch, tmp_path):
    monkeypatch.setattr(set_up, "VENV", tmp_path)
    (tmp_path / "made-for-run").write_text(set_up.fingerprint())
    monkeypatch.setattr(set_up, "run", lambda *_, **__: pytest.fail("It was made again."))
    set_up.make_environment("run")


def test_an_environment_made_from_another_lock_is_brought_up_to_date(monkeypatch, tmp_path):
    monkeypatch.setattr(set_up, "VENV", tmp_path)
    (tmp_path / "made-for-run").write_text("another lock")
    ran: list[tuple] = []
    monkeypatch.setattr(set_up, "run", lambda *command, **_: ran.append(command))
    set_up.make_environment("run")
    assert any("sync" in command for command in ran)
    assert (tmp_path / "made-for-run").read_text() == set_up.fingerprint()


def test_every_hash_of_the_installer_is_pinned():
    lines = (ROOT / "scripts" / "requirements-uv.txt").read_text().splitlines()
    assert lines[0].startswith("uv==")
    assert all("--hash=sha256:" in line for line in lines[1:])


def test_an_old_python_is_told_in_a_sentence(tmp_path):
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    command = ["/bin/sh", "scripts/python", "scripts/set_up.py", "run"]
    ran = subprocess.run(command, cwd=ROOT, env={"PATH": str(tmp_path)}, capture_output=True, text=True)
    assert ran.returncode == 1
    assert ran.stderr.startswith("Concordat needs Python 3.11 or later, and none was found.")
