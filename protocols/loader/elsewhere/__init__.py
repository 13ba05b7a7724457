"""Registers of agreements made elsewhere: a file, its eighteen columns, and what each cell says. Nothing is written."""
