"""What each numbered part of a PDF is, in words for somebody who has never looked inside one."""

from collections.abc import Iterable, Iterator
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

PAGES_MOST, PARTS_MOST = 3_000, 200_000  # a stranger's file may say that it has any number
OTHER = "an inner part of the file"
PROGRAM = "a program or command that runs when the file is opened or pressed"
_PROGRAMS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition"}


class Anatomy:
    """The words for each numbered object, found by walking the file from its catalogue; loops and damage stop nothing.

    What is reached first names a part, so the order goes from the particular to the general.
    """

    def __init__(self, reader: PdfFileReader) -> None:
        self.reader = reader
        self.words: dict[int, str] = {}
        self.pages: list[generic.DictionaryObject] = []
        for walk in (self._frame, self._pages, self._form, self._files, self._programs, self._rest):
            try:
                walk()
            except Exception:  # noqa: BLE001, S112 - damage in one branch leaves the others to be named
                continue

    def word(self, number: int) -> str:
        """What an object is."""
        if runs_something(_read(self.reader, number)):
            return PROGRAM
        return self.words.get(number, OTHER)

    def summary(self, numbers: Iterable[int]) -> dict[str, tuple[int, ...]]:
        """What a set of objects is, each word with its objects."""
        found: dict[str, list[int]] = {}
        for number in numbers:
            found.setdefault(self.word(number), []).append(number)
        return {word: tuple(objects) for word, objects in found.items()}

    def _frame(self) -> None:
        root = self.reader.trailer.raw_get("/Root")
        self._name(root, "the file’s catalogue")
        self._name(_raw(self.reader.trailer, "/Info"), "the title, dates and keywords")
        self._below(_raw(self.reader.root, "/Metadata"), "the descriptive data (XMP metadata)")

    def _pages(self) -> None:
        for page, reference in _leaves(_raw(self.reader.root, "/Pages"), self):
            self.pages.append(page)
            place = f"page {len(self.pages)}"
            self._name(reference, place)
            for note in _listed(_raw(page, "/Annots")):
                self._note(note, place)
        for number, page in enumerate(self.pages, start=1):
            self._below(_raw(page, "/Contents"), f"what is printed on page {number}")
            resources = _value(_raw(page, "/Resources"))
            self._below(_raw(resources, "/Font"), "a typeface")
            self._below(_raw(resources, "/XObject"), f"a picture or drawing on page {number}")

    def _note(self, note: Any, place: str) -> None:
        found = _value(note)
        if isinstance(found, generic.DictionaryObject) and found.get("/FT") == "/Sig":
            self._box(note, found)
        else:
            self._name(note, f"a note, link or form field on {place}")

    def _box(self, field: Any, found: generic.DictionaryObject) -> None:
        name = str(found.get("/T", ""))
        self._below(_raw(found, "/V"), f"the signature in the box “{name}”")
        self._name(field, f"the signature box “{name}”")
        self._below(_raw(found, "/AP"), f"what is shown in the signature box “{name}”")
        self._below(_raw(found, "/Lock"), f"the signature box “{name}”")

    def _form(self) -> None:
        form = _raw(self.reader.root, "/AcroForm")
        self._name(form, "the list of signature boxes and form fields")
        for field in _listed(_raw(_value(form), "/Fields")):
            found = _value(field)
            if isinstance(found, generic.DictionaryObject) and found.get("/FT") == "/Sig":
                self._box(field, found)
            else:
                self._below(field, "a form field")

    def _files(self) -> None:
        for file in _listed(_raw(self.reader.root, "/AF")):
            self._attachment(file)
        names = _value(_raw(self.reader.root, "/Names"))
        for file in _listed(_raw(_value(_raw(names, "/EmbeddedFiles")), "/Names")):
            self._attachment(file)

    def _attachment(self, file: Any) -> None:
        found = _value(file)
        if isinstance(found, generic.DictionaryObject):
            name = str(found.get("/UF") or found.get("/F") or "")
            self._below(file, f"the attachment “{name}”" if name else "an attachment")

    def _programs(self) -> None:
        names = _value(_raw(self.reader.root, "/Names"))
        for branch in (_raw(names, "/JavaScript"), _raw(self.reader.root, "/AA")):
            self._below(branch, PROGRAM)

    def _rest(self) -> None:
        root = self.reader.root
        self._below(_raw(root, "/StructTreeRoot"), "the reading order for screen readers")
        self._below(_raw(root, "/Outlines"), "the bookmarks")
        self._below(_raw(root, "/OutputIntents"), "the colour profile")
        self._below(_raw(root, "/DSS"), "data for checking signatures later")
        for page in self.pages:
            self._below(_raw(page, "/Resources"), "what the pages are printed with")

    def _name(self, reference: Any, words: str) -> bool:
        """Give an object its words, if it has a number and no words yet."""
        if not isinstance(reference, generic.IndirectObject) or reference.idnum in self.words:
            return False
        if len(self.words) < PARTS_MOST:
            self.words[reference.idnum] = words
        return True

    def _below(self, start: Any, words: str) -> None:
        """Give an object, and all that hangs below it without words yet, the same words."""
        waiting = [start]
        while waiting and len(self.words) < PARTS_MOST:
            here = waiting.pop()
            if isinstance(here, generic.IndirectObject):
                if not self._name(here, words):
                    continue
                here = _value(here)
            waiting.extend(_raw_values(here))


def runs_something(found: Any) -> bool:
    """Whether an object is an action that runs a program, leaves the file or sends something."""
    if not isinstance(found, generic.DictionaryObject):
        return False
    return "/JS" in found or str(found.get("/S", "")) in _PROGRAMS or "/OpenAction" in found


def _leaves(top: Any, anatomy: Anatomy) -> Iterator[tuple[generic.DictionaryObject, Any]]:
    """The pages in order, each once, however the tree is tied."""
    waiting = [top]
    seen: set[int] = set()
    while waiting and len(anatomy.pages) < PAGES_MOST and len(seen) < PARTS_MOST:
        reference = waiting.pop()
        key = reference.idnum if isinstance(reference, generic.IndirectObject) else id(reference)
        found = _value(reference)
        if key in seen or not isinstance(found, generic.DictionaryObject):
            continue
        seen.add(key)
        if "/Kids" in found:
            anatomy._name(reference, "the list of pages")
            waiting.extend(reversed(list(_listed(_raw(found, "/Kids")))))
        else:
            yield found, reference


def _read(reader: PdfFileReader, number: int) -> Any:
    try:
        return reader.get_object(generic.Reference(number, 0, reader))  # type: ignore[no-untyped-call]
    except Exception:  # noqa: BLE001 - an object that cannot be read has no words of its own
        return None


def _value(found: Any) -> Any:
    try:
        return found.get_object() if isinstance(found, generic.IndirectObject) else found  # type: ignore[no-untyped-call]
    except Exception:  # noqa: BLE001 - as above
        return None


def _raw(found: Any, key: str) -> Any:
    try:
        return found.raw_get(key) if isinstance(found, generic.DictionaryObject) else None
    except KeyError:
        return None


def _listed(found: Any) -> Iterable[Any]:
    array = _value(found)
    return [array.raw_get(at) for at in range(len(array))] if isinstance(array, generic.ArrayObject) else []


def _raw_values(found: Any) -> Iterable[Any]:
    if isinstance(found, generic.DictionaryObject):
        return [found.raw_get(key) for key in found if key not in ("/Parent", "/P", "/Pg")]
    return _listed(found)
