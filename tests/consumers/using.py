"""Runs the examples of docs/using.md: each block of a language with the `text` block that follows it."""

import os
import pathlib
import re
import subprocess
import tempfile

SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
EXAMPLE = re.compile(r"^```(sh|python|r)\n(.*?)^```\n\n```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(page):
    """The examples of each tool: language, what is run, and what is told of it."""
    _, *parts = SECTION.split(page)
    for title, body in zip(parts[::2], parts[1::2]):
        for example in EXAMPLE.findall(body):
            yield title.lower(), *example


def failures(page, tools, python, files):
    """How many examples of these tools were run, and those that print something else than the page tells."""
    count, wrong = 0, []
    for tool, language, script, told in examples(page):
        if tool in tools:
            count += 1
            found = run(language, script, python, files)
            if found != told:
                wrong.append(f"docs/using.md, {tool}:\n{script}\nprinted\n{found}\nand not\n{told}")
    return count, wrong


def run(language, script, python, files):
    """What an example prints, run in a folder that has the files."""
    commands = {"sh": ["sh", "-e", "-c"], "python": [python, "-c"], "r": ["Rscript", "-e"]}
    with tempfile.TemporaryDirectory() as folder:
        for name, place in files.items():
            (pathlib.Path(folder) / name).symlink_to(place)
        programs = f"{pathlib.Path(python).parent}:{os.environ['PATH']}"
        answer = subprocess.run(
            [*commands[language], script],
            cwd=folder,
            env=os.environ | {"PATH": programs},
            capture_output=True,
            text=True,
            check=False,
        )
    return answer.stdout if answer.returncode == 0 else f"exit code {answer.returncode}: {answer.stderr}"
