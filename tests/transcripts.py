#!/usr/bin/env python3
"""Shows what the commands look like on terminals of 80 and 140 columns, as pictures, and what they write into a pipe.

    tests/transcripts.py --sco target/release/sco --out DIR

Needs a database `sco.db` in the working directory (`sco build`), and Chromium for the pictures. Each command is run on
a terminal of its own; the colours and looks of its output become HTML, and that a picture. Nothing of it is compared:
somebody has to look.
"""

import argparse
import fcntl
import html
import os
import pathlib
import pty
import re
import shutil
import struct
import subprocess
import termios

COMMANDS = [
    "--help", "help search", "show --help",
    "search BRI", "search Xi Jinping Astana", "search Kazakstan", "search zeppelins", "search summits --limit 5",
    "show KAZ", "show xi-jinping", "show ev-sco-founding-2001", "show t-eprs-t1-kgz-import-2012", "show 'Grieger 2015'",
    "show Kazakstan", "show SCO --cite text", "terms predicate", "template events", "template relations --words",
    "check", "check --list", "build --no-exports", "export --only events --exports EXPORTS", "import facts nowhere --origin me",
    "migrate status", "migrate lint --list", "diff sco.db sco.db", "verify --sources COPIES", "open KAZ --sources COPIES",
    "cite --source eprs2015-564367 --file COPIES/none.txt", "show KAZ --seeds nowhere", "completions fish",
]

LOOKS = {"1": "font-weight:bold", "2": "opacity:.6", "31": "color:#f66", "32": "color:#6d6", "33": "color:#fc3",
         "34": "color:#69f", "35": "color:#f6f", "36": "color:#6dd", "4": "text-decoration:underline"}


def on_terminal(command, columns, rows):
    """What a command writes on a terminal of this size."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", PAGER="cat", COLUMNS=str(columns))
        os.environ.pop("NO_COLOR", None)
        os.execvp("sh", ["sh", "-c", f"stty cols {columns} rows {rows}; exec {command}"])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    written = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        written += piece
    os.waitpid(child, 0)
    text = written.decode("utf-8", "replace").replace("\r\n", "\n")
    # What a time line was, and was erased.
    return re.sub(r"[^\n]*\r?\x1b\[2K", "", text)


def as_html(text):
    """Text with SGR codes as HTML; other codes are shown, since they should not be there."""
    looks, out = [], []
    for piece in re.split(r"(\x1b\[[0-9;]*m)", text):
        if not piece.startswith("\x1b["):
            shown = html.escape(piece.replace("\x1b", "␛"))
            style = ";".join(LOOKS.get(look, "") for look in looks)
            out.append(f'<span style="{style}">{shown}</span>' if style else shown)
            continue
        for code in piece[2:-1].split(";"):
            looks = [] if code in ("", "0") else looks + [code]
    return "".join(out)


def page(command, text, columns):
    lines = "\n".join(text.split("\n")[:120])
    return f"""<!doctype html><meta charset="utf-8"><style>
body {{ margin: 8px; background: #222; color: #ddd; font: 13px/1.25 "DejaVu Sans Mono", monospace; }}
pre {{ margin: 0; border-right: 1px dotted #777; width: {columns}ch; font: inherit; overflow: visible; }}
</style><pre>$ {html.escape(command)}</pre><pre>{as_html(lines)}</pre>"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sco", default="target/release/sco")
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--copies", default="copies", help="a folder with copies of documents")
    parser.add_argument("--only", help="the commands that match this expression")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    sco = os.path.abspath(options.sco)
    for number, command in enumerate(COMMANDS):
        if options.only and not re.search(options.only, command):
            continue
        told = command.replace("COPIES", options.copies).replace("EXPORTS", str(options.out / "exports"))
        name = f"{number:02}-" + re.sub(r"[^a-z]+", "-", command.lower()).strip("-")[:40]
        for columns in (80, 140):
            text = on_terminal(f"{sco} {told}", columns, 50)
            wide = [line for line in re.sub(r"\x1b\[[0-9;]*m", "", text).split("\n") if len(line) > columns]
            if wide:
                print(f"{name}: {len(wide)} lines are wider than {columns}, as {wide[0][:60]!r}")
            file = options.out / f"{name}-{columns}.html"
            file.write_text(page(command, text, columns))
            height = min(len(text.split("\n")), 121) * 17 + 60
            if shutil.which("chromium"):
                subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                                f"--window-size={columns * 8 + 40},{height}", f"--screenshot={file.with_suffix('.png')}",
                                file.resolve().as_uri()], check=True, capture_output=True)
        piped = subprocess.run(f"{sco} {told}", shell=True, capture_output=True)
        for stream in (piped.stdout, piped.stderr):
            if b"\x1b" in stream:
                print(f"{name}: an escape in a pipe")


if __name__ == "__main__":
    main()
