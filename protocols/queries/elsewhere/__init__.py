"""Agreements made elsewhere: which of them somebody may see, the bodies that they name, and what is offered."""
