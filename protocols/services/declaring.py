"""Variables that come to a version after it was begun: from a newer template, or with a saved clause."""

from collections.abc import Mapping
from dataclasses import asdict

from protocols.loader.contents import variables_of
from protocols.models import ProtocolVersion, VariableValue
from protocols.texts.wording import Variable, wording_for


def declare_variables(version: ProtocolVersion, body: str, variables: Mapping[str, Variable]) -> list[str]:
    """Keep what the variables of some wording are, where the version does not know them; inside an act only.

    Returns the keys that are new. One that is known already keeps its name and type.
    """
    known = wording_for(version).variables
    new = [key for key in variables_of(body) if key in variables and key not in known]
    for key in new:
        row = version.variables.filter(key=key).first() or VariableValue(version=version, key=key)
        row.spec, row.value = asdict(variables[key]), row.value or variables[key].default
        row.save()
    return new
