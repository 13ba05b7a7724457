"""One copy of a story: its keys, its words, its chance, and its rows on the way to the database."""

import hashlib
import random
from typing import Any
from uuid import UUID

from protocols.sample.scale.rows import Key, Table
from protocols.sample.scale.sheets import Gap, Of, Said, Sheets
from protocols.sample.scale.stories import Story
from protocols.sample.scale.writing import Numbers, way


class Copier:
    """Makes copies; remembers each story's sheets, and which rows wait to be written."""

    def __init__(self, said: Said) -> None:
        self.how, self.said = way(), said
        self.numbers = Numbers(self.how)
        self.sheets: dict[int, Sheets] = {}

    def sheets_of(self, story: Story, keys: dict[Key, object]) -> Sheets:
        """The story laid out once, as it is beside rows of these keys; elsewhere there are the same."""
        if id(story) not in self.sheets:
            self.sheets[id(story)] = Sheets.of(story.tables, keys, self.how, self.said)
        return self.sheets[id(story)]


class Copying:
    """Keys, words and chance of one copy, or of several that stand in one place."""

    def __init__(self, copier: Copier, chance: random.Random, keys: dict[Key, object], words: dict[str, str]) -> None:
        self.copier, self.chance, self.keys, self.words = copier, chance, keys, words

    def copy(self, story: Story) -> None:
        """Write the rows again, under new keys and with these words. Raises LookupError for a key to the original."""
        sheets = self.copier.sheets_of(story, self.keys)
        for table in story.tables:
            for key in table.keys:
                self.keys[table.label, key] = self._new_key(table, key)
        values = [self._value(gap) for gap in sheets.gaps]
        for sheet in sheets.sheets:
            self.copier.numbers.write(sheet.model, sheet.fields, sheet.filled(values))

    def _new_key(self, table: Table, key: object) -> object:
        return self._uuid() if isinstance(key, UUID) else self.copier.numbers.next(table.model)

    def _value(self, gap: Gap) -> Any:
        (of, what), how = gap, self.copier.how
        if of is Of.WORDS:
            word: str = self.words.get(what) or what
            return how.text(word)
        if of is Of.KEYS:
            return how.cell(self.keys[what])
        return how.cell(self._uuid() if of is Of.UUIDS else hashlib.sha256(self.chance.randbytes(32)).hexdigest())

    def _uuid(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)
