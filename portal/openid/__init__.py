"""Signing in with an account that an organisation's own OpenID Connect provider keeps, where the operator allows it."""
