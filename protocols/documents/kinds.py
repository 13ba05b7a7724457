"""The kinds of document that a snapshot can become. They look different and are never mistaken for one another."""

from enum import StrEnum


class DocumentKind(StrEnum):
    """What a rendered file is for. Only a file for signing carries signature fields."""

    DRAFT = "draft"
    APPROVAL_COPY = "approval_copy"
    SIGNING = "for_signing"

    @property
    def can_be_signed(self) -> bool:
        """Whether the file carries signature fields."""
        return self is DocumentKind.SIGNING

    def watermark(self, label: str) -> str:
        """The words printed across every page, such as "Draft 3: not for signature"; none on a file for signing."""
        if self is DocumentKind.SIGNING:
            return ""
        start = label or ("Draft" if self is DocumentKind.DRAFT else "Approval copy")
        return f"{start}: not for signature"
