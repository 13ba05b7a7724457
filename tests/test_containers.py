"""The image and compose.yaml name what there is: rooms, system packages, settings.

`make check` lints both. How far they were built and run, docs/how-to/operate.md says: here they are only read.
"""

import re
from pathlib import Path

import yaml

from portal.documenting.ours import own_commands
from portal.documenting.variables import VARIABLES
from scripts.system_packages import TO_RUN, VENV_PACKAGE

ROOT = Path(__file__).resolve().parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
ROOMS = {"portal", "partners", "legal_basis", "datasets", "protocols", "register", "templates", "static"}


def test_the_image_has_every_room_and_is_allowed_to():
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {room for room in ROOMS if f"COPY {room} {room}\n" not in DOCKERFILE} == set()
    assert {room for room in ROOMS if f"!{room}" not in ignored} == set()


def test_the_image_is_built_from_nothing_but_what_runs():
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert ignored[0] == "*"
    let_in = {name.removeprefix("!") for name in ignored if name.startswith("!")}
    assert let_in == ROOMS | {"scripts/requirements-uv.txt", "LICENSE", "manage.py", "pyproject.toml", "uv.lock"}
    copied = [words.split()[:-1] for words in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)]
    assert {one for each in copied for one in each} - let_in == set()


def test_the_image_has_the_system_packages_that_running_takes():
    assert {name for name in TO_RUN if name != VENV_PACKAGE and name not in DOCKERFILE} == set()


def test_the_image_runs_as_nobody_in_particular():
    assert re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE) == ["10001:10001"]
    assert DOCKERFILE.index("USER 10001") < DOCKERFILE.index("HEALTHCHECK")


def test_compose_sets_only_settings_that_there_are():
    given = set(COMPOSE["x-portal"]["environment"]) | set(re.findall(r"(CONCORDAT_\w+)=", DOCKERFILE))
    assert given - set(VARIABLES) == set()


def test_what_compose_runs_of_the_portal_cannot_write_but_where_it_must():
    ours = [part for part in COMPOSE["services"].values() if part.get("image") == "concordat"]
    assert len(ours) == 3
    assert all(part["read_only"] and part["cap_drop"] == ["ALL"] for part in ours)


def test_no_password_stands_ready():
    parts = [COMPOSE["x-portal"], *COMPOSE["services"].values()]
    given = {name: str(value) for part in parts for name, value in part.get("environment", {}).items()}
    secret = re.compile(r"PASSWORD|SECRET|PASSPHRASE|DATABASE_URL|MAIL_URL")
    asked_for = {name for name, value in given.items() if re.search(r"\$\{\w+:\?[^}]+\}", value)}
    assert len([name for name in given if secret.search(name)]) >= 7
    assert {name for name in given if secret.search(name)} - asked_for == set()
    assert secret.search(DOCKERFILE) is None


def test_whoever_can_say_whether_they_are_well_is_asked():
    silent = {"storage", "clamav", "web"}  # images of others that say nothing; web is asked by its own image
    asked = {name for name, part in COMPOSE["services"].items() if part.get("healthcheck", {}).get("test")}
    ours_once = {name for name, part in COMPOSE["services"].items() if part.get("healthcheck") == {"disable": True}}
    assert asked == {"database", "proxy"}
    assert set(COMPOSE["services"]) - asked - silent == ours_once == {"prepare", "worker"}
    assert "HEALTHCHECK" in DOCKERFILE


def test_compose_runs_only_commands_that_there_are():
    told = " ".join(str(part.get("command", "")) for part in COMPOSE["services"].values())
    run = set(re.findall(r"manage\.py'?,? '?(\w+)", told))
    assert run == {"make_bucket", "prepare", "run_worker"}
    assert run <= set(own_commands())
