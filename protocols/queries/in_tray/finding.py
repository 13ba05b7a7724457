"""Every kind of line of an in-tray, list by list; of lines of one moment and day, what stands first here is first."""

from typing import Any

from protocols.queries.in_tray import (
    coming,
    consulting,
    deciding,
    drafting,
    instruments,
    joining,
    law,
    others,
    overarching,
    papers,
    registering,
    reviewing,
    signing,
    wanted,
)
from protocols.queries.in_tray.items import Coming, Item, Waiting, Working
from protocols.queries.in_tray.kinds import Computed, Kind

YOURS: tuple[Kind[Item] | Computed, ...] = (
    registering.REGISTRATIONS,
    registering.NAMED_PEOPLE,
    drafting.COMMENTS,
    drafting.CHANGES,
    drafting.CHECKLISTS,
    deciding.DECISIONS,
    deciding.ADVICE,
    deciding.CONDITIONS_PROPOSED,
    deciding.CONDITIONS_OPEN,
    signing.SIGNATURES,
    signing.REFUSED,
    instruments.DRAFTS,
    instruments.TOO_FEW,
    joining.REQUESTS,
    joining.OBJECTIONS,
    joining.OWN_DRAFTS,
    papers.PAPERS,
    papers.NOT_IN_FORCE,
    overarching.NEWER_OVERARCHING,
    overarching.LEFT_OVERARCHING,
    consulting.MENTIONS,
    consulting.SUGGESTIONS,
    consulting.CONSULTATIONS,
    law.LAW_CHANGES,
    wanted.WANTS,
    reviewing.REVIEWS_DUE,
    reviewing.REVIEWS_DECIDED,
    reviewing.STATEMENTS,
    reviewing.SUMMARIES,
)
OTHERS: tuple[Kind[Waiting], ...] = (others.DECISIONS, others.SIGNATURES)
COMING: tuple[Kind[Coming], ...] = (
    coming.REVIEWS,
    coming.ENDS,
    coming.OBJECTING,
    coming.ELSEWHERE_REVIEWS,
    coming.CONDITIONS,
)
WORKING: tuple[Kind[Working], ...] = (coming.UNDER_WAY_NOW,)
LISTS: tuple[tuple[Kind[Any] | Computed, ...], ...] = (YOURS, OTHERS, COMING, WORKING)
