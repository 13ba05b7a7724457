"""Why a backup cannot be made or used."""

from portal.refusals import Refused


class BackupRefused(Refused):
    """A backup cannot be made or used as asked; nothing was changed."""


class Unsound(BackupRefused):
    """The file is not what was backed up: part of it is missing, or other bytes than were written."""
