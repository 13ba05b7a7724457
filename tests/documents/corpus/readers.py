"""What two checkers that are not ours say of a file, brought to one scale. Both run bounded: the corpus is hostile."""

import logging
import re
import subprocess
from pathlib import Path

from click.testing import CliRunner
from pyhanko.cli import cli_root

from tests.documents.corpus.cases import Says

BOUNDS = ("prlimit", "--as=1073741824", "--cpu=20")
LINE = re.compile(r"^[^:\n]+:[0-9a-f]{64}:(.+)$", re.M)


def pdfsig(path: Path) -> Says:
    """Poppler's `pdfsig`, without a list of issuers to trust."""
    done = subprocess.run([*BOUNDS, "pdfsig", str(path)], capture_output=True, text=True, timeout=60, errors="replace")
    signed = re.split(r"^Signature #", done.stdout, flags=re.M)[1:]
    signed = [one for one in signed if "not signed" not in one]
    if not signed or not any("Signature Validation" in one for one in signed):
        return Says.NOTHING
    if not all("Signature is Valid" in one for one in signed):
        return Says.BROKEN
    return Says.WHOLE if "Total document signed" in signed[-1] else Says.PARTLY


def pyhanko(path: Path, root: Path) -> Says:
    """`pyhanko sign validate`, trusting one authority, as of the moment that each signature claims."""
    options = ["--trust", str(root), "--trust-replace", "--no-revocation-check", "--validation-time", "claimed"]
    before = logging.root.level, list(logging.root.handlers)
    try:
        done = CliRunner().invoke(cli_root, ["sign", "validate", *options, str(path)])
    finally:
        logging.root.setLevel(before[0])
        logging.root.handlers[:] = before[1]
    said = LINE.findall(done.output)
    if not said:
        return Says.NOTHING
    if not all("TRUSTED" in one and ("UNTOUCHED" in one or "ACCEPTABLE" in one) for one in said):
        return Says.BROKEN
    if done.exit_code != 0:
        return Says.BROKEN
    return Says.WHOLE if "UNTOUCHED" in said[-1] else Says.PARTLY
