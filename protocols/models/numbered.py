"""What the numbered rows of a version have in common, such as its data flows and its risks."""

from django.db import models

from portal.audit.models import Audited
from protocols.models.protocols import ProtocolVersion


class NumberedRow(Audited):
    """A row that people know by its number within a version, and that several people may write.

    `nonce` comes from the form that added it, so that a repeated post adds nothing; `revision` rises with every change,
    so that a form made from an older one is noticed. Each kind has its own key to the version, unique with the number.
    """

    version: "models.ForeignKey[ProtocolVersion, ProtocolVersion]"
    number = models.PositiveIntegerField()
    nonce = models.UUIDField(unique=True, help_text="Made with the form, so that a repeated post adds nothing.")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
