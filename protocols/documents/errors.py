"""What can go wrong with a document, each said in a sentence that a person can act on."""

from protocols.errors import Refused


class DocumentError(Refused):
    """Base of every refusal in this package."""


class RenderingError(DocumentError):
    """The document could not be made from its snapshot."""


class AuthorityError(DocumentError):
    """The portal's certificate authority cannot be used: absent, expired, incomplete or locked."""


class SigningError(DocumentError):
    """The file is not in the state that this signature needs, so nothing was signed."""


class FetchRefused(ValueError):
    """A document asked for something outside the project's own static files."""
