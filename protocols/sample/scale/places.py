"""The fictional places in which the sample's story is told again. Each seed has an order of its own."""

import random
from dataclasses import dataclass

ENDINGS = (
    "brook", "bury", "combe", "den", "field", "ford", "ham", "hurst", "leigh", "mere", "stead", "stow", "thorpe",
    "ton", "wick", "worth",
)  # fmt: skip
# Three bands of the alphabet, as Northmoor, Riverside and Vale are: lists in order of name stay in order.
BANDS = (
    ("Ald", "Ash", "Barn", "Birch", "Brad", "Brom", "Cald", "Carl", "Crow", "Dal", "Dun", "East", "Ell", "Fen", "Gran",
     "Had", "Hal", "Hart", "Hel", "Ing"),
    ("Jar", "Kel", "Ken", "Kil", "Kirk", "Lang", "Led", "Lin", "Lud", "Mal", "Mar", "Mel", "Mil", "Nor", "Oak", "Old",
     "Or", "Pen", "Pick", "Pres"),
    ("Rad", "Ren", "Rip", "Roth", "Rush", "Sal", "Sed", "Shel", "Skip", "Stan", "Stock", "Swin", "Tad", "Thorn", "Tod",
     "Ux", "Wal", "Wel", "Whit", "Yar"),
)  # fmt: skip
WARDS = (
    "Abbey", "Bridge", "Castle", "Docks", "Elms", "Forge", "Grange", "Heath", "Ironworks", "Kiln", "Lock", "Market",
    "Nab", "Orchard", "Priory", "Quarry", "Racecourse", "Station", "Tannery", "Weir",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """One district: its number in the world and in its partnership, its three towns, and the partnership's names."""

    number: int
    district: int
    first: str
    second: str
    third: str
    capital: str
    region: str
    prefix: str

    @property
    def domain(self) -> str:
        """Where its people have their mail: a domain that can never exist."""
        return f"{self.first.lower()}.example"

    @property
    def is_capital(self) -> bool:
        """Whether the partnership has its seat here."""
        return self.district == 0

    @property
    def seat(self) -> str:
        """Where the partnership's own officer has mail: in its first district."""
        return f"{self.capital.lower()}.example"


class Gazetteer:
    """Every place of a seed's world: `across` districts to each partnership."""

    def __init__(self, seed: int, across: int = 3) -> None:
        self.across = across
        self.bands = []
        for number, band in enumerate(BANDS):
            towns = [f"{beginning}{ending}" for beginning in band for ending in ENDINGS]
            random.Random(f"{seed}/towns/{number}").shuffle(towns)  # noqa: S311 - no secret: a seed's world is the same again
            self.bands.append(towns)

    def place(self, region: int, district: int) -> Place:
        """A district of a partnership, both counted from 0."""
        capital, number = region * self.across, region * self.across + district
        first, _, third = (self._town(band, capital) for band in range(3))
        north, river, vale = (self._town(band, number) for band in range(3))
        prefix = f"{first[0]}{third[0]}{region + 1}"
        return Place(number, district, north, river, vale, first, f"{first} and {third}", prefix)

    def _town(self, band: int, number: int) -> str:
        towns = self.bands[band]
        again, which = divmod(number, len(towns))
        return f"{towns[which]}{again + 1 if again else ''}"
