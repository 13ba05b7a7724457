"""Nothing is overlooked: whatever is new fails here until somebody has decided about it."""

import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps

from portal.audit.models import Audited
from portal.documenting.ours import own_commands
from portal.documenting.variables import VARIABLES

ROOT = Path(__file__).resolve().parent.parent

# Models that may be written outside an act, each with its reason.
NOT_AUDITED = {
    "accounts.User": "an account carries no power; what a person does, they do in a role, and sign-in has its own log",
    "accounts.Session": "where somebody is signed in, until they leave or it runs out",
    "audit.AuditEvent": "it is the trail",
    "audit.ChainHead": "it is the end of the trail",
    "pacing.Count": "how often something dear was asked for in ten minutes, by a fingerprint; nothing hangs on it",
    "protocols.Presence": "who has a clause open, told many times a minute; nothing of an agreement hangs on it",
    "work.WorkerBeat": "a sign of life, many a minute",
    "work.SweepTurn": "whose turn it is, not what was done",
}

# Files that may be longer than 400 lines, each with its reason.
LONG = {"uv.lock": "made by uv", "tests/urls_by_role.txt": "a line for each address and method"}
VENDORED = ("static/vendor/", "static/fonts/")
LIMIT = 400

# Python that makes markup, each with its reason.
MAKES_MARKUP = {
    "portal/pasting/tidying.py": "reads a paste as one element, and takes that element away again",
    "protocols/loader/wording.py": "a section's body is markup: the template's plain paragraphs become it",
    "protocols/texts/definitions.py": "reads the rows and cells of a table in which terms are defined",
    "protocols/texts/linking.py": "writes the link again that it read, with the number that the clause has now",
}

# Parts of names that say nothing of what is inside.
DRAWERS = {"utils", "util", "common", "helpers", "helper", "misc", "shared"}


def tracked() -> list[str]:
    """The files of the repository; in a tree without git, all that a clone would have."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    assert listed.returncode == 0, "The tests read the list of files from git: run them in a clone."
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def ours(*endings: str) -> list[str]:
    """Our own files with one of these endings, without what is vendored or made by a program."""
    return [name for name in tracked() if name.endswith(endings) and not name.startswith(VENDORED)]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def own_models() -> list[type]:
    return [
        model for model in apps.get_models() if "site-packages" not in apps.get_app_config(model._meta.app_label).path
    ]


def test_every_model_is_written_through_acts_or_says_why_not():
    free = {model._meta.label for model in own_models() if not issubclass(model, Audited)}
    assert free == set(NOT_AUDITED)


def test_every_model_says_what_it_is():
    assert [model._meta.label for model in own_models() if not (model.__doc__ or "").strip(" .")] == []


def test_no_file_is_longer_than_anyone_would_read():
    names = ours(".py", ".html", ".css", ".js", ".md", ".yaml", ".toml", ".txt", "Makefile")
    content = re.compile(r"/content/|/migrations/|^docs/reference/|/data/")
    long = {name for name in names if not content.search(name) and len(text(name).splitlines()) > LIMIT}
    assert long == set(LONG) & set(names)


def test_no_module_is_a_drawer():
    assert [name for name in ours(".py") if DRAWERS & set(re.split(r"[/_.]", name))] == []


def test_nothing_names_a_package_registry_but_the_lock():
    hosts = re.compile("pypi" + r"\.org|python" + "hosted|registry.npm" + "js|index-" + "url")
    assert [name for name in tracked() if name != "uv.lock" and readable(name) and hosts.search(text(name))] == []


def test_nothing_names_a_path_of_somebodys_machine():
    paths = re.compile(r"/(?:home|root|work|Users)/(?!\.)\w+")
    assert [name for name in tracked() if readable(name) and paths.search(text(name))] == []


def readable(name: str) -> bool:
    return not name.startswith(VENDORED) and not name.endswith((".png", ".woff2", ".ttf", ".pdf", ".ico"))


def test_every_command_is_in_the_manual():
    said = text("docs/reference/commands.md")
    assert [name for name in own_commands() if f"### {name}\n" not in said] == []


def test_every_command_says_what_it_is_for():
    assert [name for name, command in own_commands().items() if not command.help] == []


def test_every_variable_that_the_settings_read_is_explained_and_no_other():
    read = set(
        re.findall(r'(?:env(?:\.\w+)?|switch|whole|measure|choice)\(\s*"([A-Z0-9_]+)"', text("portal/settings.py"))
    )
    assert read == set(VARIABLES)


@pytest.mark.parametrize("word", ["TO" + "DO", "FIX" + "ME", "X" * 3, "Not" + "ImplementedError"])
def test_nothing_is_left_for_later(word):
    marked = re.compile(rf"\b{word}\b")
    assert [name for name in ours(".py", ".html", ".js", ".css") if marked.search(text(name))] == []


def test_no_signal_receivers():
    receiver = re.compile(r"@receiver\b|\b(?:pre|post)_(?:save|delete|init)\.connect")
    assert [name for name in ours(".py") if receiver.search(text(name)) and not name.startswith("tests/")] == []


def test_no_markup_in_python():
    markup = re.compile(r"""["']\s*</?(?:div|span|p|a|ul|li|table|tr|td|h[1-6]|button|form|input)\b""")
    rooms = [name for name in ours(".py") if not name.startswith(("tests/", "scripts/"))]
    assert {name for name in rooms if markup.search(text(name))} == set(MAKES_MARKUP)
