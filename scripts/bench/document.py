"""docs/reference/benchmarks.md: each part stands between two marks, and what is written by hand around them stays."""

import os
import platform
import re
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from scripts.bench.parts import Part
from scripts.bench.worlds import ROOT

PAGE = ROOT / "docs" / "reference" / "benchmarks.md"


def put(part: Part, lines: Sequence[str], page: Path = PAGE) -> None:
    """Replace what stands between a part's marks; a part that has none yet is added at the end, with its heading."""
    opening, closing = f"<!-- bench:{part.name} -->", f"<!-- /bench:{part.name} -->"
    made = "\n".join([opening, "", *lines, "", closing])
    whole = page.read_text()
    between = re.compile(f"{re.escape(opening)}.*?{re.escape(closing)}", re.DOTALL)
    if between.search(whole):
        whole = between.sub(lambda _: made, whole, count=1)
    else:
        whole = f"{whole.rstrip()}\n\n## {part.title}\n\n{made}\n"
    page.write_text(re.sub(r"\n{3,}", "\n\n", whole))


def provenance(part: Part, arguments: Sequence[str]) -> list[str]:
    """When, where and how a part was measured."""
    command = " ".join([f'make bench BENCH="--only {part.name}', *arguments]) + '"'
    return [
        f"{_today()}; {_machine()}; Python {platform.python_version()}, Django {version('django')}. `{command}`",
        "",
    ]


def _machine() -> str:
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    name = cpu[1] if cpu else platform.processor()
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    return f"{os.cpu_count()} cores of {name}, {memory:.0f} GB of memory, {system}"


def _today() -> str:
    today = date.today()
    return f"{today.day} {today:%B %Y}"
