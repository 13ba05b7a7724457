"""WHAT IS AGREED: templates, drafting, consultation, approval, signing, documents, life after signing."""
