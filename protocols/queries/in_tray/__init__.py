"""The in-tray: what waits for a person in each capacity, what waits for others, and what is coming up."""

from protocols.queries.in_tray.building import InTray, in_tray_of
from protocols.queries.in_tray.reading import Cut

__all__ = ["Cut", "InTray", "in_tray_of"]
