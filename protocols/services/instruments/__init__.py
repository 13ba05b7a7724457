"""Instruments: begun, submitted, taken back, given up. Deciding, signing and sealing are those of versions."""
