"""Yearly statements of adherence: asked for on the anniversary, chased each month, given once."""
