"""LibreOffice, run without a window on a file at a time."""

import os
import signal
import subprocess
from pathlib import Path

TIMEOUT = 90  # seconds for one file: the first in a new profile takes the longest
FILTERS = {"txt": "txt:Text (encoded):UTF8", "docx": "docx:MS Word 2007 XML"}
READ_AS = {"docx": "MS Word 2007 XML"}


class LibreOffice:
    """One profile directory, and conversions in it, one after another.

    Two LibreOffices at once need two profiles: they would otherwise hand their files to each other.
    """

    def __init__(self, directory: Path, program: str = "soffice", timeout: float = TIMEOUT) -> None:
        self.directory, self.program, self.timeout = directory, program, timeout
        self.count = 0

    def convert(self, content: bytes, old: str, new: str) -> bytes:
        """A file's content in another format, both told by their endings.

        Fails where LibreOffice would have to repair the file: without a window it refuses. Killed after `timeout`.
        """
        self.count += 1
        source = self.directory / f"file-{self.count}.{old}"
        source.write_bytes(content)
        target = self.directory / f"made-{self.count}"
        reading = [f"--infilter={READ_AS[old]}"] if old in READ_AS else []
        writing = ["--convert-to", FILTERS.get(new, new), "--outdir", str(target)]
        said = self._run([*reading, *writing, str(source)])
        made = target / f"{source.stem}.{new}"
        assert made.exists(), f"LibreOffice could not open the .{old} file as it is. It said: {said}"
        return made.read_bytes()

    def _run(self, arguments: list[str]) -> str:
        profile = f"-env:UserInstallation={(self.directory / 'profile').as_uri()}"
        command = [self.program, profile, "--headless", "--norestore", "--nologo", *arguments]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )
        try:
            return process.communicate(timeout=self.timeout)[0].strip()
        finally:
            if process.poll() is None:  # the program is a script that starts others: all of them go
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
