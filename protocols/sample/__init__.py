"""The sample partnership: fictional bodies, people in every role, protocols in every state; by the real services."""

from protocols.sample.loading import PASSWORD, Loaded, load

__all__ = ["PASSWORD", "Loaded", "load"]
