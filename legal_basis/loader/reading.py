"""Read one content file and its entries, refusing what is unknown, missing or of the wrong type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from legal_basis.errors import ContentError

_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same loader in C, where it was built


class _UniqueKeyLoader(_SafeLoader):  # type: ignore[misc]
    """A safe YAML loader that refuses a key written twice, which YAML would silently overwrite."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"the key {key!r} is written twice", problem_mark=key_node.start_mark
                )
            seen.add(key)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


@dataclass(frozen=True)
class ContentFile:
    """A file's name and its parsed mapping."""

    name: str
    data: dict[str, Any]

    def error(self, where: str, problem: str) -> ContentError:
        """An error that names this file and the entry."""
        return ContentError(self.name, where, problem)


@dataclass(frozen=True)
class Entry:
    """One mapping in a file, with typed look-ups that name the entry when something is wrong."""

    file: ContentFile
    where: str
    data: Mapping[str, Any]

    def only(self, *, required: Iterable[str], optional: Iterable[str] = ()) -> Entry:
        """This entry, once every required key is there and no unknown one is."""
        needed = set(required)
        unknown = set(self.data) - needed - set(optional)
        if unknown:
            raise self.error(f"unknown key {', '.join(sorted(map(str, unknown)))}")
        missing = needed - set(self.data)
        if missing:
            raise self.error(f"{', '.join(sorted(missing))} is missing")
        return self

    def error(self, problem: str) -> ContentError:
        """An error that names this entry."""
        return self.file.error(self.where, problem)

    def text(self, key: str, default: str = "") -> str:
        """A string; an absent or empty value gives the default."""
        return str(self._typed(key, str, default)).strip()

    def flag(self, key: str, default: bool = False) -> bool:
        """A yes or no."""
        return bool(self._typed(key, bool, default))

    def number(self, key: str, default: int = 0) -> int:
        """A whole number of nought or more."""
        value = self._typed(key, int, default)
        if isinstance(value, bool) or int(value) < 0:
            raise self.error(f"{key} has to be a whole number of nought or more")
        return int(value)

    def day(self, key: str) -> date | None:
        """A date, or None."""
        value: date | None = self._typed(key, date, None)
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """A list of strings."""
        values = self._typed(key, list, [])
        if not all(isinstance(value, str) for value in values):
            raise self.error(f"{key} has to be a list of words")
        return tuple(values)

    def each(self, key: str, name: str) -> list[Entry]:
        """The mappings in a list, each named by one of its keys."""
        found = []
        for number, item in enumerate(self._typed(key, list, []), start=1):
            if not isinstance(item, dict):
                raise self.error(f"{key} has to be a list of entries, and item {number} is not one")
            label = item.get(name, f"{key} {number}")
            found.append(Entry(self.file, f"{self.where} {label}".strip(), item))
        return found

    def among(self, key: str, allowed: Iterable[str], default: str = "") -> str:
        """A string that has to be one of those allowed."""
        value = self.text(key, default)
        if value not in set(allowed):
            raise self.error(f"{key} cannot be {value!r}; it has to be one of {', '.join(allowed)}")
        return value

    def all_among(self, key: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """A list of strings, each of which has to be one of those allowed."""
        values, known = self.words(key), set(allowed)
        for value in values:
            if value not in known:
                raise self.error(f"{key} names {value!r}, which is not known")
        return values

    def _typed(self, key: str, kind: type, default: Any) -> Any:
        value = self.data.get(key)
        if value is None:
            return default
        if not isinstance(value, kind):
            raise self.error(f"{key} has to be {_KIND_NAMES[kind]}, not {value!r}")
        return value


_KIND_NAMES = {str: "text", bool: "true or false", int: "a number", date: "a date", list: "a list"}


def read_file(path: Path) -> ContentFile:
    """Parse a YAML file into a mapping, or say plainly why it cannot be."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeyLoader)  # noqa: S506 - it is PyYAML's safe loader, and stricter
    except FileNotFoundError:
        raise ContentError(path.name, "", "the file is missing") from None
    except yaml.YAMLError as fault:
        raise ContentError(path.name, "", f"not valid YAML: {fault}") from fault
    if not isinstance(data, dict):
        raise ContentError(path.name, "", "the file has to hold one mapping")
    return ContentFile(path.name, data)


def entries(file: ContentFile, key: str, name: str = "id") -> list[Entry]:
    """The entries of a file's main list, with no name used twice."""
    found = Entry(file, "", file.data).each(key, name)
    if not found:
        raise file.error("", f"{key} is missing or empty")
    seen: set[str] = set()
    for entry in found:
        ident = str(entry.data.get(name, ""))
        if not ident:
            raise entry.error(f"{name} is missing")
        if ident in seen:
            raise entry.error(f"the {name} {ident} is used twice")
        seen.add(ident)
    return found
