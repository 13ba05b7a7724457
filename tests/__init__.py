"""Concordat's tests."""
