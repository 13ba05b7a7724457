"""Agreements made elsewhere: reading registers of them, matching the bodies they name, keeping their files."""
