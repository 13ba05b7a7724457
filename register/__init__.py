"""WHAT THE PUBLIC SEES: the front page, the public register, verification of PDFs."""
