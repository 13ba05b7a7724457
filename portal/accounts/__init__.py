"""People's accounts: who they are and how they sign in. What they may do is in their roles, not here."""
