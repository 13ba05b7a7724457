"""WHO: partnerships, partners, people, roles, invitations."""
