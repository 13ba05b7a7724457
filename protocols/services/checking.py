"""Checking a file that somebody hands in: what it is by itself, and what the portal's own record adds."""

from dataclasses import replace

from protocols.documents.confining import compare_apart, verify_apart
from protocols.documents.verdicts import Finding, SignatureKind, Verification
from protocols.queries.on_record import file_on_record
from protocols.services.keys import authority


def check(data: bytes) -> Verification:
    """Say what a file is, and where it was altered. Nothing of it is kept.

    A file altered or incomplete is compared with the one on record, where there is one that it was made from.
    """
    found = verify_apart(data, authority())
    if found.finding is Finding.NOT_OURS or found.whole:
        return found
    record = file_on_record(found)
    if record is None or record.sha256 == found.file_sha256:
        return found
    if found.where and all(one.intact for one in found.signatures if one.kind is not SignatureKind.STRANGER):
        return found  # what was added shows in the file itself, and better than beside the one on record
    return replace(found, where=compare_apart(record.read(), data) or found.where)
