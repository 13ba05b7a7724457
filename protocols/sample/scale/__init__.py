"""A portal of any size: the sample's protocols, made through the services, told again in other places."""

from protocols.sample.scale.fingerprints import fingerprint
from protocols.sample.scale.invariants import broken
from protocols.sample.scale.worlds import NotEmpty, World

__all__ = ["NotEmpty", "World", "broken", "fingerprint"]
