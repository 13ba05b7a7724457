"""Redlines that are provably whole: of one text, of a document by clause, and of the tables beside it. Plain Python."""

from protocols.redline.redlining import accept, canonical, redline, reject

__all__ = ["accept", "canonical", "redline", "reject"]
