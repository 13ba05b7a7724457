"""The confined process: reads a task and files from its input, writes one JSON answer. Started by `confining` alone."""

import gc
import json
import sys

from protocols.documents.comparing import compare
from protocols.documents.confining import Roots, confine
from protocols.documents.verdicts import as_data
from protocols.documents.verifying import verify


def main() -> None:
    """Bind this process, then do what is asked. It ends with its answer, so nothing in it is tidied up meanwhile."""
    confine()
    gc.disable()
    task = json.loads(sys.stdin.buffer.readline())
    files = [sys.stdin.buffer.read(size) for size in task["sizes"]]
    if task["task"] == "compare":
        original, data = files
        answer = {"places": [{"words": place.words, "detail": place.detail} for place in compare(original, data)]}
    else:
        answer = as_data(verify(files[0], Roots.read(task)))
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
