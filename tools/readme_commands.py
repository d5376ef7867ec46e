"""Print the set-up commands that the README promises, so that nothing else has to repeat them.

    python3 tools/readme_commands.py sample     # the line under <!-- command: sample -->

A command stands alone in a ``shell`` block right under its marker. Only the standard library is used: this runs before
anything is installed.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"
_MARKED = re.compile(r"^<!-- command: (?P<name>[\w-]+) -->\n+```shell\n(?P<command>[^\n]+)\n```$", re.MULTILINE)


def readme_commands(text: str) -> dict[str, str]:
    """Return the marked commands of a Markdown text by their names."""
    return {found["name"]: found["command"] for found in _MARKED.finditer(text)}


def main(arguments: list[str]) -> int:
    """Print the commands named by ``arguments``, one a line."""
    commands = readme_commands(README.read_text(encoding="utf-8"))
    unknown = [name for name in arguments if name not in commands]
    if unknown or not arguments:
        print(f"commands of the README: {', '.join(commands)}", file=sys.stderr)
        return 2
    for name in arguments:
        print(commands[name])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
