"""`make check`: everything that can be said of the code without running the product's tests.

Runs each check, even after one has failed, and ends with one line a check.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
MANAGE = [str(BIN / "python"), "manage.py"]

# A portal as it would stand in public: what `check --deploy` is about.
IN_PUBLIC = {
    "CONCORDAT_SITE_URL": "https://concordat.example",
    "CONCORDAT_ALLOWED_HOSTS": "concordat.example",
    "CONCORDAT_SECRET_KEY": "only-for-checking-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "CONCORDAT_DEMO": "0",
}


@dataclass(frozen=True)
class Check:
    """One check: its name in the summary, its command, and what it changes in the environment."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)

    def passes(self, data: str) -> bool:
        """Run it; what it has to say goes straight to the screen. `data` is a directory to keep files in."""
        environment = {**os.environ, "CONCORDAT_DATA": data, **self.environment}
        return subprocess.run(self.command, cwd=ROOT, env=environment).returncode == 0


CHECKS = [
    Check("ruff check", [str(BIN / "ruff"), "check", "--quiet"]),
    Check("ruff format", [str(BIN / "ruff"), "format", "--check", "--quiet"]),
    Check("lint-imports", [str(BIN / "lint-imports")]),
    Check("mypy", [str(BIN / "mypy")]),
    Check("check --deploy", [*MANAGE, "check", "--deploy", "--fail-level=WARNING"], IN_PUBLIC),
    Check("dependencies", [str(BIN / "python"), "scripts/audit_dependencies.py"]),
    Check("Dockerfile", [str(BIN / "hadolint"), "Dockerfile"]),
    Check("compose.yaml", [str(BIN / "check-jsonschema"), "--builtin-schema=vendor.compose-spec", "compose.yaml"]),
    Check("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"]),
    Check("law content", [*MANAGE, "check_law"]),
    Check("generated documents", [*MANAGE, "document", "--check"]),
]


def main() -> None:
    """Run all; exit 1 where one fails."""
    failed = []
    with tempfile.TemporaryDirectory(prefix="concordat-check-") as data:
        for check in CHECKS:
            began = time.monotonic()
            passed = check.passes(data)
            print(f"{'passed' if passed else 'FAILED':7} {check.name} ({time.monotonic() - began:.0f} s)", flush=True)
            if not passed:
                failed.append(check.name)
    sys.exit(f"make check: {', '.join(failed)} failed." if failed else 0)


if __name__ == "__main__":
    main()
