"""What still stands in the way of a version: each problem a sentence, with the page that mends it."""

from portal.reading import once
from protocols.checks.conditions import CONDITIONAL
from protocols.checks.copies import COPIES
from protocols.checks.drafting import CONSULTATION, SUBMISSION
from protocols.checks.indemnities import INDEMNITIES
from protocols.checks.legal import LEGAL
from protocols.checks.problems import Problem, found_by
from protocols.checks.processors import PROCESSORS
from protocols.checks.unplaced import UNPLACED
from protocols.models import ProtocolVersion

__all__ = ["Problem", "before_consultation", "problems"]


def before_consultation(version: ProtocolVersion) -> list[Problem]:
    """What must be mended before the parties are asked to read it."""
    return found_by(CONSULTATION, version)


@once
def problems(version: ProtocolVersion) -> list[Problem]:
    """What must be mended before it can be submitted for approval."""
    drafting = (*CONSULTATION, *COPIES, *PROCESSORS, *INDEMNITIES, *CONDITIONAL, *UNPLACED, *SUBMISSION)
    return found_by((*drafting, *LEGAL), version)
