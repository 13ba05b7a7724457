"""Faults put into a grown portal under load, and what survived: `make soak`. Minutes long: no part of `make test`."""

PASSWORD = "correct horse battery"  # of everybody in it
