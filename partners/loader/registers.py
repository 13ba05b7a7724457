"""The public registers that the portal can read, each known by its column names. Plain Python."""

from collections.abc import Callable
from dataclasses import dataclass

from partners.errors import Unreadable
from partners.kinds import BodyKind
from partners.loader.entries import Entry
from partners.loader.names import short_council_name
from partners.loader.reading import Cells, Table

DWP = ("Department for Work and Pensions",)
PROBATION = (
    "Probation Service",
    "His Majesty's Prison and Probation Service",
    "Her Majesty's Prison and Probation Service",
    "National Probation Service",
)
NATIONS = {
    **dict.fromkeys(("dyfed-powys", "gwent", "north-wales", "south-wales"), "Wales"),
    "northern-ireland": "Northern Ireland",
    "scotland": "Scotland",
}
# Kinds of code in the register of central bodies: D a department, DA a devolved administration, EA an agency.
AGENCY = (
    "an executive agency has no standing apart from its department (UK GDPR is applied to departments by DPA 2018 "
    "s.209): register the department, or name the code with --take where the agency signs for itself"
)
UNCLEAR = "the register does not say whether it is a legal person that could sign: name its code with --take if it is"


@dataclass(frozen=True)
class Register:
    """A kind of register: the columns that tell it, and how a row of it is read."""

    source: str
    columns: frozenset[str]
    read: Callable[[int, Cells], Entry]
    named: str = ""  # a word that the file's own name must hold, where the columns alone do not tell


def _council(line: int, cells: Cells) -> Entry:
    return Entry(
        line, "local-authority-eng", cells["local-authority-eng"], cells["official-name"] or cells["name"],
        short_name=short_council_name(cells["official-name"]), kind=_council_kind(cells),
        legal_form="local_authority", ended=cells["end-date"],
    )  # fmt: skip


def _mysociety(line: int, cells: Cells) -> Entry:
    kept = {"gss_code": "gss-code", "region": "region", "combined_authority": "combined-authority"}
    official = cells["official-name"]
    return Entry(
        line, "mysociety-local-authorities", cells["local-authority-code"], official,
        short_name=short_council_name(official), kind=_council_kind(cells), legal_form="local_authority",
        nation=cells["nation"] or "England", ended=cells["end-date"],
        successors=tuple(code.strip() for code in cells["replaced-by"].split(",") if code.strip()),
        same_as=cells.get("old-register-and-code", ""),
        details={name: cells[column] for name, column in kept.items() if cells.get(column)},
    )  # fmt: skip


def _council_kind(cells: Cells) -> BodyKind:
    combined = cells.get("local-authority-type") in {"COMB", "SRA"}
    return BodyKind.COMBINED_AUTHORITY if combined else BodyKind.COUNCIL


def _police(line: int, cells: Cells) -> Entry:
    code = cells["police-force"]
    note = "the register names the force; its chief officer, who signs, gives the legal name when it joins"
    return Entry(
        line, "police-force", code, cells["name"], kind=BodyKind.POLICE, legal_form="corporation_sole",
        nation=NATIONS.get(code, "England"), note=note,
    )  # fmt: skip


def _fire(line: int, cells: Cells) -> Entry:
    note = "the register names the service; the authority that runs it gives its legal name when it joins"
    code = cells["fire-service-eng"]
    return Entry(line, "fire-service-eng", code, cells["name"], kind=BodyKind.FIRE, ended=cells["end-date"], note=note)


def _government(line: int, cells: Cells) -> Entry:
    code = cells["government-organisation"]
    prefix = code.rstrip("0123456789")
    doubt = "" if prefix in {"D", "DA"} else AGENCY if prefix == "EA" else UNCLEAR
    return Entry(
        line, "government-organisation", code, cells["name"], legal_form="" if doubt else "crown",
        kind=BodyKind.PROBATION if "Probation Service" in cells["name"] else BodyKind.GOVERNMENT,
        ended=cells["end-date"], doubt=doubt, details={"website": cells["website"]} if cells.get("website") else {},
    )  # fmt: skip


def _office(source: str, owner: tuple[str, ...]) -> Callable[[int, Cells], Entry]:
    def read(line: int, cells: Cells) -> Entry:
        address = ", ".join(part for part in (cells["address"], cells["postcode"]) if part)
        return Entry(line, source, cells["postcode"], cells["name"], address=address, office_of=owner)

    return read


REGISTERS = (
    Register("mysociety-local-authorities", frozenset(
        {"local-authority-code", "official-name", "nation", "end-date", "replaced-by"}), _mysociety),
    Register("local-authority-eng", frozenset({"local-authority-eng", "official-name", "name", "end-date"}), _council),
    Register("police-force", frozenset({"police-force", "name"}), _police),
    Register("fire-service-eng", frozenset({"fire-service-eng", "name", "end-date"}), _fire),
    Register("government-organisation", frozenset({"government-organisation", "name", "end-date"}), _government),
    Register("probation-offices", frozenset({"name", "address", "postcode", "telephone"}),
        _office("probation-offices", PROBATION), named="probation"),
    Register("jobcentres", frozenset({"name", "address", "postcode"}), _office("jobcentres", DWP), named="jobcentre"),
)  # fmt: skip


def register_of(table: Table) -> Register:
    """Which register a file is. Raises Unreadable, saying what columns are needed."""
    for register in REGISTERS:
        if register.columns <= set(table.columns) and register.named in table.name.lower():
            return register
    known = "; ".join(f"{register.source}: {', '.join(sorted(register.columns))}" for register in REGISTERS)
    raise Unreadable(
        f"{table.name} has the columns {', '.join(table.columns)}, which no known register has. Needed are those of "
        f"one of these ({known}); for offices, the file's name must say “jobcentre” or “probation”."
    )


def entries(table: Table) -> list[Entry]:
    """The rows of a register, as entries. Raises Unreadable for a file that is none."""
    register = register_of(table)
    return [register.read(line, cells) for line, cells in table.rows]
