"""The words that reviewed law is written in: kinds, statuses, bodies, forms of data, facts."""

from collections.abc import Mapping

ENDS = ("STOP", "REDESIGN", "NOT_PERSONAL", "DONE")
"""Where a walk can end; anything else that an answer leads to is the id of a step."""

GATEWAY_KINDS = ("duty", "express power", "implied power", "general power", "condition", "bar")
POWER_KINDS = ("duty", "express power", "implied power", "general power")
"""The kinds that can be relied on as a power to share; conditions and bars cannot."""

STATUSES = ("in force", "pending", "historic")
BODY_CLASSES = ("council", "nhs", "police", "department", "private")
IDENTIFIABILITY = ("identifiable", "pseudonymised", "anonymous", "deceased")
REGIMES = ("general", "law_enforcement", "mixed")
CONTROLS = ("separate", "joint", "processor")

FACTS: Mapping[str, str] = {
    "body_class": "Kind of organisation",
    "public_authority": "Public authority",
    "competent_authority": "Competent authority for law enforcement",
    "discloses": "Gives data",
    "receives": "Receives data",
    "theme": "Theme",
    "extent": "Country whose law applies",
    "identifiability": "Whether people can be identified",
    "kinds": "Kinds of data",
    "regime": "Data protection regime",
    "own_tasks": "Sharing serves the organisation's own public task",
    "processor_involved": "A processor is involved",
    "research": "Research or statistics",
    "transfer_outside_uk": "Data leaves the United Kingdom",
    "collected_on_consent": "First collected on consent",
    "high_residual_risk": "A high risk remains after mitigation",
    "control": "Who decides why and how data is used",
}
"""Every fact that a condition may read, with the label that a page gives it."""

DATA_FLAGS = ("special_category", "criminal_offence", "children", "confidential", "patient_or_care", "deceased")
"""What a kind of data can be, in law. A walk starts with the flags of the kinds in its facts."""
