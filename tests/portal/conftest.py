"""Portals of their own for the tests that start processes."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from tests.portal.places import Place


@pytest.fixture(scope="session")
def migrated(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory whose database is a copy of the tests' own: that is migrated already."""
    data = tmp_path_factory.mktemp("migrated")
    own = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(own)) as source, closing(sqlite3.connect(data / "concordat.sqlite3")) as copy:
        source.backup(copy)
    return data


@pytest.fixture
def place(migrated: Path, tmp_path: Path) -> Iterator[Place]:
    data = tmp_path / "data"
    shutil.copytree(migrated, data)
    made = Place(data)
    yield made
    for process in made.started:
        process.kill()
        process.communicate()
