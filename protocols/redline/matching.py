"""Which things of one sequence are the same things in another, in order: quick on long texts, bounded on hostile ones.

Common ends are set aside; then things that occur once in both hold the rest together (as in a patience diff), and what
lies between two of them is matched by the longest common subsequence, if it is short. What lies between and is long has
nothing in common that anybody would see, and is not matched.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence

LONGEST = 40_000  # cells of one table: about 200 words by 200, some milliseconds

Pair = tuple[int, int]
Things = Sequence[Hashable]


def matches(old: Things, new: Things) -> list[Pair]:
    """Pairs of places of equal things, rising in both."""
    return list(_between(old, new, 0, len(old), 0, len(new)))


def _between(old: Things, new: Things, low: int, high: int, start: int, end: int) -> Iterator[Pair]:
    while low < high and start < end and old[low] == new[start]:
        yield low, start
        low, start = low + 1, start + 1
    tail = 0
    while low < high and start < end and old[high - 1] == new[end - 1]:
        high, end, tail = high - 1, end - 1, tail + 1
    if low < high and start < end:
        anchors = _anchors(old, new, low, high, start, end)
        if anchors:
            for first, second in anchors:
                yield from _between(old, new, low, first, start, second)
                yield first, second
                low, start = first + 1, second + 1
            yield from _between(old, new, low, high, start, end)
        elif (high - low) * (end - start) <= LONGEST:
            yield from _longest(old, new, low, high, start, end)
    yield from ((high + index, end + index) for index in range(tail))


def _anchors(old: Things, new: Things, low: int, high: int, start: int, end: int) -> list[Pair]:
    """The longest rising row of things that occur once on each side."""
    once_old, once_new = Counter(old[low:high]), Counter(new[start:end])
    places = {new[place]: place for place in range(start, end)}
    unique = [
        (place, places[old[place]])
        for place in range(low, high)
        if once_old[old[place]] == 1 and once_new[old[place]] == 1
    ]
    chosen = longest_rising([second for _, second in unique])
    return [unique[index] for index in chosen]


def longest_rising(numbers: Sequence[int]) -> list[int]:
    """The places of the longest rising row among some numbers, all different."""
    tops: list[int] = []  # the smallest number in which a row of each length can end, and where that number stands
    where: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(tops, number)
        before.append(where[length - 1] if length else -1)
        if length == len(tops):
            tops.append(number)
            where.append(place)
        else:
            tops[length], where[length] = number, place
    row: list[int] = []
    place = where[-1] if where else -1
    while place >= 0:
        row.append(place)
        place = before[place]
    return row[::-1]


def _longest(old: Things, new: Things, low: int, high: int, start: int, end: int) -> Iterator[Pair]:
    """The longest common subsequence, by its table."""
    width = end - start
    table = [[0] * (width + 1) for _ in range(high - low + 1)]
    for row in range(high - low - 1, -1, -1):
        here, below, thing = table[row], table[row + 1], old[low + row]
        for column in range(width - 1, -1, -1):
            same = thing == new[start + column]
            here[column] = below[column + 1] + 1 if same else max(below[column], here[column + 1])
    row = column = 0
    while row < high - low and column < width:
        if old[low + row] == new[start + column]:
            yield low + row, start + column
            row, column = row + 1, column + 1
        elif table[row + 1][column] >= table[row][column + 1]:
            row += 1
        else:
            column += 1
