"""Portals of their own for the tests that start processes."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal.places import Place


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("migrated")
    Place(data).manage("migrate", "-v0")
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
