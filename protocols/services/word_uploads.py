"""Word files sent to a version: read, told apart, kept until the word of whoever sent them, and let go after a day."""

from partners.models import Role
from portal.audit.acts import act
from protocols.errors import Invalid
from protocols.loader.word import WordText, read_word
from protocols.models import ProtocolVersion, WordUpload
from protocols.permissions import check
from protocols.services.waiting_files import let_go
from protocols.states import Action

NEEDS = {WordUpload.Kind.TEXT: Action.EDIT_TEXT, WordUpload.Kind.COPY: Action.SUGGEST}
"""What one must be able to do: to bring text in, and to bring an edited copy back."""


def keep_word_file(*, by: Role, version: ProtocolVersion, name: str, content: bytes) -> WordUpload:
    """Keep a file for its report: an edited copy of this version, or text to be brought in. Nothing else is written.

    Raises NotAllowed, WrongState, or Invalid (field `file`) where it cannot be read or is a copy of another version.
    """
    check(by, version, Action.SUGGEST)
    text = read_word(name, content)
    kind = _kind_of(version, text)
    if kind is WordUpload.Kind.TEXT:
        check(by, version, Action.EDIT_TEXT)
    with act("protocols.word.upload", by=by, details={"file": text.name, "kind": kind.value}) as done:
        upload = WordUpload(version=version, role=by, kind=kind, file_name=text.name[:200], content=content)
        upload.save()
        done.subject = version
    return upload


def _kind_of(version: ProtocolVersion, text: WordText) -> WordUpload.Kind:
    marks = text.marks
    if marks is None or marks.reference != version.protocol.reference:
        return WordUpload.Kind.TEXT
    if marks.version != version.number:
        raise Invalid(
            f"{text.name} was downloaded from version {marks.version}, and this is version {version.number}. "
            f"Open version {marks.version} to see what was changed in it, or download this version and edit that.",
            "file",
        )
    return WordUpload.Kind.COPY


def sweep_word_files() -> int:
    """Let go of the files that nobody gave the word for within a day; how many there were."""
    return let_go(WordUpload, doing="protocols.word.sweep_uploads", counted="files")
