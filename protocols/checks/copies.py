"""The rule on copies: what came from another protocol is looked at again before anybody is asked to approve it."""

from collections.abc import Iterator

from protocols.checks.problems import Problem, Rule, at
from protocols.loader.copying import copying_rules
from protocols.models import ProtocolVersion, Recheck


def copied_parts_confirmed(version: ProtocolVersion) -> Iterator[Problem]:
    """Every part of a copy was confirmed by somebody, and each copied flow confirmed or changed."""
    if version.copied_from_id is None:
        return
    waiting = [one for one in Recheck.objects.filter(version=version).select_related("flow") if one.is_open]
    titles = [name for one in waiting if (name := _title(one))]
    if titles:
        which, each = (f"“{titles[0]}”", "it") if len(titles) == 1 else (f"{len(titles)} parts", "each")
        yield at(version, "copied", f"Look again at {which} copied from {version.copied_from}, and confirm {each}.")


def _title(recheck: Recheck) -> str:
    if recheck.flow is not None:
        return str(recheck.flow)
    part = copying_rules().part(recheck.part)
    return part.title if part else ""


COPIES: tuple[Rule, ...] = (copied_parts_confirmed,)
