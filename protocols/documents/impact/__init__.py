"""A draft of a data protection impact assessment, as a Word file that a data protection officer finishes."""

from protocols.documents.impact.writing import write_impact_draft

__all__ = ["write_impact_draft"]
