"""The library as a whole, and when each entry of it is to be read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from legal_basis.law.entries import DataKind, Gateway, Source, Theme
from legal_basis.law.history import Earlier
from legal_basis.law.steps import Checklist


@dataclass(frozen=True)
class LawLibrary:
    """All reviewed law, as loaded: the same for every request until the files change.

    ``review_months`` says for each status after how many months an entry is to be read again.
    """

    checklists: Mapping[str, Checklist]
    gateways: Mapping[str, Gateway]
    themes: Mapping[str, Theme]
    sources: Mapping[str, Source]
    data_kinds: Mapping[str, DataKind]
    theme_labels: Mapping[str, str]
    review_months: Mapping[str, int]
    earlier: Earlier
    as_of: date
    version: str

    @property
    def current(self) -> Checklist:
        """The checklist of the law in force."""
        return next(one for one in self.checklists.values() if one.can_support_approval)

    def reviewed_on(self, gateway: Gateway) -> date:
        """When an entry was last read against its source."""
        return gateway.reviewed_on or self.as_of

    def review_due_on(self, gateway: Gateway) -> date:
        """The first of the month in which it is to be read again."""
        read = self.reviewed_on(gateway)
        months = read.year * 12 + read.month - 1 + self.review_months[gateway.status]
        return date(months // 12, months % 12 + 1, 1)
