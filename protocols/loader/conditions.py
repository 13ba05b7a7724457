"""The facts on which a section can depend: a closed list, each in the words that the task list uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Condition:
    """One fact of a protocol. `holds` and `fails` say it as the end of a sentence."""

    id: str
    holds: str
    fails: str


CONDITIONS: Mapping[str, Condition] = {
    one.id: one
    for one in (
        Condition("processor", "a processor is involved", "no processor is involved"),
        Condition("joint_controllers", "parties are joint controllers", "no parties are joint controllers"),
        Condition("law_enforcement", "a law enforcement body is a party", "no law enforcement body is a party"),
        Condition("nhs", "an NHS body is a party", "no NHS body is a party"),
        Condition("private", "a private or voluntary body is a party", "no private or voluntary body is a party"),
        Condition("identifiable", "a flow names people", "no flow names people"),
        Condition("pseudonymised", "a flow is pseudonymised", "no flow is pseudonymised"),
        Condition("anonymous", "a flow is anonymous", "no flow is anonymous"),
        Condition("special_category", "a flow holds special category data", "no flow holds special category data"),
        Condition("criminal_offence", "a flow holds criminal offence data", "no flow holds criminal offence data"),
        Condition("health", "a flow holds health or care data", "no flow holds health or care data"),
        Condition("children", "a flow is about children", "no flow is about children"),
        Condition("research", "a flow is for research", "no flow is for research"),
        Condition("transfer_outside_uk", "data leaves the United Kingdom", "no data leaves the United Kingdom"),
        Condition("consent", "data was collected on consent", "no data was collected on consent"),
    )
}
