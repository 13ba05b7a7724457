"""BY WHAT POWER: the law as reviewed files, the checklists, the pure engine that walks them, assessments."""
