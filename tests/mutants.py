#!/usr/bin/env python3
"""Changes the program in one place at a time, and asks whether a test notices.

    tests/mutants.py check migrate        # src/check.rs, src/check/, and the same of migrate
    tests/mutants.py --diff main          # the lines that differ from a branch or commit
    tests/mutants.py --list check         # what was found so far, as a table

`cargo mutants` tells which changes there are. To compile each of them would take days, so all are compiled into
one program, which an environment variable tells which change is in force. A first run notes which test reaches
which change; then each change is tried with the tests that reach it, the quickest first, until one fails.

What came of each change stands in `tests/mutants.csv`, one line each; a run goes on where the last one stopped.
A change is known by the text of its function, so that it is tried again where that text is another; what is known
of a text that is no more is dropped when its part is run. What no test can notice has its reason in the column
`reason`, which is kept.

A change that hardly a test notices is tried with each of those that reach it, which takes minutes. With
`--seconds 30`, half a minute of tests is spent on each change; what is then still open is `undecided`, and is tried
again by the next run. A test that does not end in time is run again when no other one runs, before it counts.

With `--tests '^diff::'`, the tests whose names match are run alone, which is soon done after a few were added. What
none of them notices is `undecided`, since another test may.

Needs `cargo install cargo-mutants@27.1.0` and `pip install tree-sitter tree-sitter-rust`.
"""

import argparse
import bisect
import collections
import concurrent.futures
import csv
import hashlib
import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import time

try:
    import tree_sitter
    import tree_sitter_rust
except ImportError as missing:
    sys.exit(f"{missing}; run `pip install tree-sitter tree-sitter-rust`")

ROOT = pathlib.Path(__file__).resolve().parent.parent
RESULTS = ROOT / "tests/mutants.csv"
COLUMNS = ["key", "verdict", "file", "function", "change", "test", "reason"]
# A copy of the project, so that the sources stay as they are.
COPY = ROOT / "target/mutants/copy"
# Tests that say nothing about one change, or take minutes: they compile, compare files of the project, trace every
# call to the system, or want a browser.
LEFT_OUT = re.compile(r"^(adding_a_kind|house|docs|failing_calls|page_browsers)::")
# What a next run tries again.
UNFINISHED = "undecided"
OPEN = ("survived", "not reached")
# No program comes of these, or it would need one of its own.
NO_CHANGES = ("refused by the compiler", "not tried")
PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_rust.language()))

SWITCH = """
/// Which of the compiled changes is in force.
pub mod mutant {
    use std::io::Write;
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicBool, Ordering};
    static CHOSEN: OnceLock<Option<usize>> = OnceLock::new();
    static REACHED: [AtomicBool; COUNT] = [const { AtomicBool::new(false) }; COUNT];
    /// Whether the change with this number is in force; where a log is asked for, notes that it was reached.
    pub fn on(number: usize) -> bool {
        let chosen = CHOSEN.get_or_init(|| std::env::var("SCO_MUTANT").ok().and_then(|n| n.parse().ok()));
        if let Some(chosen) = chosen {
            return *chosen == number;
        }
        if !REACHED[number].swap(true, Ordering::Relaxed)
            && let Some(log) = std::env::var_os("SCO_MUTANT_LOG")
            && let Ok(mut log) = std::fs::File::options().append(true).create(true).open(log)
        {
            let _ = log.write_all(format!("{number}\\n").as_bytes());
        }
        false
    }
    /// What one function gives with a change and without, where it names no type.
    pub enum Either<A, B> {
        Changed(A),
        Own(B),
    }
    impl<T, A: Iterator<Item = T>, B: Iterator<Item = T>> Iterator for Either<A, B> {
        type Item = T;
        fn next(&mut self) -> Option<T> {
            match self {
                Self::Changed(one) => one.next(),
                Self::Own(one) => one.next(),
            }
        }
    }
    impl<T, A, B> DoubleEndedIterator for Either<A, B>
    where
        A: DoubleEndedIterator<Item = T>,
        B: DoubleEndedIterator<Item = T>,
    {
        fn next_back(&mut self) -> Option<T> {
            match self {
                Self::Changed(one) => one.next_back(),
                Self::Own(one) => one.next_back(),
            }
        }
    }
}
"""


class Source:
    """A source file and the changes that can be made in it."""

    def __init__(self, path):
        self.path = path
        self.bytes = (ROOT / path).read_bytes()
        self.lines = self.bytes.split(b"\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.tree = PARSER.parse(self.bytes)

    def offset(self, position):
        """A line and column, both from 1, as `cargo mutants` counts them."""
        line = self.lines[position["line"] - 1].decode()
        return self.starts[position["line"] - 1] + len(line[: position["column"] - 1].encode())

    def span(self, span):
        return self.offset(span["start"]), self.offset(span["end"])


def key_of(mutant, source):
    """The same as long as the file's name, the function's text and the change are."""
    function = mutant["function"] or {"span": mutant["span"], "function_name": ""}
    start, end = source.span(function["span"])
    at, _ = source.span(mutant["span"])
    parts = (mutant["file"], source.bytes[start:end].decode(), at - start, mutant["genre"], mutant["replacement"])
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def parent_of(node, kinds):
    while node is not None and node.type not in kinds:
        node = node.parent
    return node


class Sites:
    """Where a file is changed: pieces of its text, each with the texts that can stand in its place."""

    def __init__(self, source, crate):
        self.source = source
        self.on = f"{crate}::mutant::on"
        self.either = f"{crate}::mutant::Either"
        # (start, end, sort) to what can stand there.
        self.sites = collections.defaultdict(list)

    def add(self, number, mutant):
        """Whether the change can be compiled in beside the others; `None` if no program could have it."""
        start, end = self.source.span(mutant["span"])
        genre, text = mutant["genre"], mutant["replacement"]
        root = self.source.tree.root_node
        node = root.descendant_for_byte_range(start, max(start, end - 1))
        if genre == "FnValue":
            function = parent_of(node, ("function_item",))
            body = function and function.child_by_field_name("body")
            if body is None:
                return False
            of = mutant["function"]["return_type"]
            if re.match(r"-> impl (DoubleEnded)?Iterator\b", of):
                # What leaks can be changed, and so has another type than what the iterator gives.
                if "::leak(" in text:
                    return None
                self.sites[body.start_byte, body.end_byte, "iterator"].append((number, text))
                return True
            # The first `return` would decide which type stands behind `impl`.
            if "impl " in of:
                return False
            at = body.start_byte + 1
            self.sites[at, at, "value"].append((number, text))
        elif genre == "BinaryOperator":
            whole = parent_of(node, ("binary_expression", "compound_assignment_expr", "let_chain"))
            if whole is None:
                return False
            # What is joined with a `let` can only be joined by `&&`.
            if whole.type == "let_chain":
                return None
            self.sites[whole.start_byte, whole.end_byte, "expression"].append(
                (number, self.replaced(whole, start, end, text)))
        elif genre == "UnaryOperator":
            whole = parent_of(node, ("unary_expression",))
            if whole is None or whole.start_byte != start:
                return False
            self.sites[whole.start_byte, whole.end_byte, "expression"].append(
                (number, self.replaced(whole, start, end, text)))
        elif genre == "MatchArmGuard":
            guard = parent_of(node, ("match_pattern",)).child_by_field_name("condition")
            if (guard.start_byte, guard.end_byte) != (start, end):
                return False
            self.sites[start, end, "guard"].append((number, text))
        elif genre == "MatchArm":
            arm = parent_of(node, ("match_arm",))
            pattern = arm.child_by_field_name("pattern")
            guard = pattern.child_by_field_name("condition")
            if guard is None:
                self.sites[pattern.end_byte, pattern.end_byte, "arm"].append((number, ""))
            else:
                self.sites[guard.start_byte, guard.end_byte, "guard"].append((number, "false"))
        elif genre == "StructField":
            return self.add_field(number, node)
        else:
            return False
        return True

    def add_field(self, number, node):
        """A field that is left out has the value of the same one behind `..`."""
        field = parent_of(node, ("field_initializer", "shorthand_field_initializer"))
        others = [] if field is None else field.parent.children
        base = [self.text_of(other.children[-1]) for other in others if other.type == "base_field_initializer"]
        if not base:
            return False
        base = base[0]
        # A name is used again behind `..`, so that its part is taken as a copy.
        copy = ".clone()" if re.fullmatch(r"[\w.*]+", base) else ""
        if field.type == "field_initializer":
            name, value = field.child_by_field_name("field"), field.child_by_field_name("value")
            self.sites[value.start_byte, value.end_byte, "expression"].append(
                (number, f"({base}).{self.text_of(name)}{copy}"))
        else:
            self.sites[field.start_byte, field.end_byte, "field"].append(
                (number, f"({base}).{self.text_of(field)}{copy}"))
        return True

    def text_of(self, node):
        return self.source.bytes[node.start_byte:node.end_byte].decode()

    def replaced(self, whole, start, end, text):
        bytes_ = self.source.bytes
        return (bytes_[whole.start_byte:start] + text.encode() + bytes_[end:whole.end_byte]).decode()

    def text(self):
        # Outer pieces first; of what begins at one place, the longer one.
        order = sorted(self.sites, key=lambda site: (site[0], -site[1]))
        self.order, self.next = order, 0
        return self.render(0, len(self.source.bytes))

    def render(self, start, end):
        out, at = [], start
        while self.next < len(self.order):
            site = self.order[self.next]
            if site[0] >= end and not (site[0] == site[1] == end):
                break
            self.next += 1
            out.append(self.source.bytes[at:site[0]].decode())
            inner = self.render(site[0], site[1]) if site[1] > site[0] else ""
            out.append(self.piece(site, inner))
            at = site[1]
        out.append(self.source.bytes[at:end].decode())
        return "".join(out)

    def piece(self, site, inner):
        changes = self.sites[site]
        mark = lambda number, text: f"/*m{number}<*/{text}/*>m{number}*/"
        if site[2] == "value":
            return "".join(
                mark(n, f" if {self.on}({n}) {{ return{'' if text == '()' else ' ' + text}; }} ")
                for n, text in changes)
        if site[2] == "arm":
            return "".join(mark(n, f" if !{self.on}({n}) ") for n, _ in changes[:1])
        if site[2] == "guard":
            guard = f"({inner})"
            for n, text in changes:
                guard = mark(n, f"({self.on}({n}) || {guard})" if text == "true" else f"(!{self.on}({n}) && {guard})")
            return guard
        if site[2] == "iterator":
            out = f"(move || {inner})()"
            # An error about the whole is laid on the innermost; one without items fits any type.
            for n, text in sorted(changes, key=lambda change: change[1].endswith("::empty()")):
                out = mark(n, f"if {self.on}({n}) {{ {self.either}::Changed({text}) }} "
                              f"else {{ {self.either}::Own({out}) }}")
            return f"{{ {out} }}"
        out = f"({inner})"
        name = f"{inner}: " if site[2] == "field" else ""
        for n, text in changes:
            out = f"(if {self.on}({n}) {{ {mark(n, f'({text})')} }} else {{ {out} }})"
        return name + out


def listed(areas, diff):
    command = ["cargo", "mutants", "--list", "--json"]
    for area in areas:
        command += ["--file", f"src/{area}.rs", "--file", f"src/{area}/**"]
    if diff:
        lines = ROOT / "target/mutants/lines.diff"
        lines.parent.mkdir(parents=True, exist_ok=True)
        lines.write_bytes(subprocess.run(["git", "diff", "--merge-base", diff, "--", "src"], cwd=ROOT, check=True,
                                         capture_output=True).stdout)
        if not lines.stat().st_size:
            return []
        command += ["--in-diff", str(lines)]
    # It prints nothing at all where the lines hold nothing that could be changed.
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout or "[]")


def copy_of_the_project(changed):
    """Copies what differs; files that are `changed` on the way are written later, and only if they differ then."""
    COPY.mkdir(parents=True, exist_ok=True)
    files = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                           check=True, capture_output=True).stdout.decode().split("\0")
    for name in set(files) - {"", "Cargo.toml", "src/lib.rs", *changed}:
        here, there = ROOT / name, COPY / name
        if here.is_file() and not (there.is_file() and there.read_bytes() == here.read_bytes()):
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(here, there)
    for folder in ("src", "tests"):
        for there in (COPY / folder).rglob("*.rs"):
            if not (ROOT / there.relative_to(COPY)).exists():
                there.unlink()
    # The project's own strictness is not meant for changes.
    write(COPY / "Cargo.toml", (ROOT / "Cargo.toml").read_text().split("\n[lints.")[0] + "\n")


def cargo(*arguments):
    environment = dict(os.environ, CARGO_TARGET_DIR=str(ROOT / "target/mutants/build"),
                       CARGO_PROFILE_DEV_DEBUG="none", CARGO_PROFILE_DEV_OPT_LEVEL="1")
    return subprocess.run([os.environ.get("CARGO", "cargo"), *arguments], cwd=COPY, env=environment, capture_output=True, text=True)


def write(path, text):
    """Leaves a file that is the same already, so that it is not compiled again."""
    if not path.exists() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def compile_all(mutants, sources, known):
    """Compiles in all changes that can be; returns the numbers of those, of those that the compiler is known by now
    not to take, and the programs. A number is the place in the list, so that the next run compiles the same."""
    left = {number: mutant for number, mutant in enumerate(mutants) if number not in known}
    outside, refused = set(), set()
    while True:
        files = collections.defaultdict(dict)
        for number, mutant in left.items():
            files[mutant["file"]][number] = mutant
        texts = {}
        for path, source in sources.items():
            crate = "sco_facts" if path.startswith(("src/main.rs", "src/command")) else "crate"
            sites = Sites(source, crate)
            for number, mutant in files[path].items():
                added = sites.add(number, mutant)
                if added is None:
                    refused.add(number)
                elif not added:
                    outside.add(number)
            texts[path] = sites.text()
        lib = "src/lib.rs"
        texts[lib] = texts.get(lib, (ROOT / lib).read_text()) + SWITCH.replace("COUNT", str(len(mutants)))
        for path, text in texts.items():
            write(COPY / path, text)
        done = cargo("test", "--no-run", "--lib", "--test", "it", "--message-format", "json")
        bad = set()
        for line in done.stdout.splitlines():
            message = json.loads(line).get("message") if line.startswith("{") else None
            if isinstance(message, dict) and message.get("level") == "error":
                bad |= blamed(message, texts)
        before = set(left)
        for number in bad & before:
            # What stands behind `..` is read twice here, which not every value allows.
            (outside if mutants[number]["genre"] == "StructField" else refused).add(number)
            del left[number]
        print(f"{len(left)} changes compiled in, {len(refused)} refused by the compiler", flush=True)
        if done.returncode == 0:
            return set(left) - outside, refused, executables(done.stdout)
        if not bad & before:
            sys.exit(done.stdout[-3000:] + done.stderr[-3000:])


def blamed(message, texts):
    """The changes in whose text an error lies."""
    numbers = set()
    for span in sorted(message["spans"], key=lambda span: not span["is_primary"]):
        if numbers:
            break
        text = texts.get(span["file_name"])
        if text is None:
            continue
        bytes_ = text.encode()
        start, end = span["byte_start"], span["byte_end"]
        # A switch that cannot stand where it does, as in a constant function.
        if switch := re.match(rb"(?:crate|sco_facts)::mutant::on\((\d+)\)", bytes_[start:end]):
            numbers.add(int(switch[1]))
            continue
        best = None
        for match in re.finditer(rb"/\*m(\d+)<\*/", bytes_):
            number = match[1].decode()
            last = bytes_.find(f"/*>m{number}*/".encode(), match.end())
            if match.start() <= end and start <= last:
                if best is None or last - match.start() < best[0]:
                    best = last - match.start(), int(number)
        if best:
            numbers.add(best[1])
        elif (message["code"] or {}).get("code") == "E0004":
            numbers |= arms_of_match(bytes_, start, end)
    return numbers


def arms_of_match(bytes_, start, end):
    """The changes that take an arm away from the match on what lies here. Not all of them leave an arm for each value:
    `cargo mutants` holds `_ if ..` for one that takes all."""
    node = PARSER.parse(bytes_).root_node.descendant_for_byte_range(start, end)
    match = parent_of(node, ("match_expression",))
    arms = match.child_by_field_name("body").named_children if match else []
    patterns = (bytes_[arm.start_byte:arm.child_by_field_name("value").start_byte] for arm in arms
                if arm.type == "match_arm")
    return {int(number) for pattern in patterns for number in re.findall(rb"/\*m(\d+)<\*/ if !", pattern)}


def executables(output):
    found = {}
    for line in output.splitlines():
        told = json.loads(line) if line.startswith("{") else {}
        if told.get("executable") and told.get("profile", {}).get("test"):
            found[told["target"]["name"]] = told["executable"]
    return found


def limits():
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.setpgid(0, 0)


def run(executable, test, timeout, **environment):
    """Whether one test passes; `None` where it does not end in time."""
    child = subprocess.Popen([executable, "--exact", test, "--test-threads", "1"], cwd=COPY, preexec_fn=limits,
                             stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                             env=dict(os.environ, SCO_CASES="60", **environment))
    try:
        return child.wait(timeout) == 0
    except subprocess.TimeoutExpired:
        return None
    finally:
        try:
            os.killpg(child.pid, 9)
        except ProcessLookupError:
            pass
        child.wait()


def reach(programs, jobs, wanted):
    """Which tests reach which change, and how long each test takes. It is kept as long as the programs are, unless only
    some tests are wanted."""
    kept = COPY.parent / "reach.json"
    program = hashlib.sha256()
    for executable in (*sorted(programs.values()), ROOT / "target/mutants/build/debug/sco"):
        program.update(pathlib.Path(executable).read_bytes())
    if wanted:
        found = reached(programs, jobs, wanted)
    elif kept.exists() and (known := json.loads(kept.read_text()))["program"] == program.hexdigest():
        found = known["tests"]
    else:
        found = reached(programs, jobs, wanted)
        kept.write_text(json.dumps({"program": program.hexdigest(), "tests": found}))
    seconds, by_mutant = {}, collections.defaultdict(list)
    for executable, test, took, numbers in found:
        seconds[executable, test] = took
        for number in numbers:
            by_mutant[number].append((executable, test))
    return seconds, by_mutant


def reached(programs, jobs, wanted):
    """Runs each test once, in its own process: its program, its name, its seconds and the changes that it reaches."""
    tests = []
    for name, executable in programs.items():
        shown = subprocess.run([executable, "--list", "--format", "terse"], cwd=COPY, check=True,
                               capture_output=True, text=True).stdout
        tests += [(executable, line.removesuffix(": test")) for line in shown.splitlines()
                  if line.endswith(": test") and not LEFT_OUT.match(line) and (not wanted or wanted.search(line))]
    logs = COPY / "target/reach"
    shutil.rmtree(logs, ignore_errors=True)
    logs.mkdir(parents=True)

    def one(numbered):
        index, (executable, test) = numbered
        log, begun = logs / str(index), time.monotonic()
        passed = run(executable, test, 600, SCO_MUTANT_LOG=str(log))
        took = time.monotonic() - begun
        numbers = sorted(set(map(int, log.read_text().split()))) if log.exists() else []
        return executable, test, passed, took, numbers

    found = []
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for executable, test, passed, took, numbers in pool.map(one, enumerate(tests)):
            if passed:
                found.append((executable, test, took, numbers))
            else:
                print(f"left out, since it fails in the copy: {test}", flush=True)
    return found


def verdict_of(number, file, tests, seconds, killers, budget, patience):
    """The first test that notices the change; of tests that take longer than the budget, only the first."""
    known, names = killers[file], (part_of(file), pathlib.Path(file).stem)

    def rank(test):
        # A test that is named like the part or the file, or has noticed changes of it, is likely to notice this one.
        alike = sum(name in test[1] for name in names)
        return seconds[test] / (1 + 20 * known[test[1]] + 20 * alike)

    tests = sorted(tests, key=rank)
    spent = 0
    for test in tests:
        spent += seconds[test]
        if budget and spent > budget and spent > seconds[test]:
            return UNFINISHED, ""
        passed = run(*test, patience * (2 + seconds[test]), SCO_MUTANT=str(number))
        if not passed:
            known[test[1]] += 1
            return ("killed" if passed is False else "timeout"), test[1]
    return ("survived" if tests else "not reached"), ""


def kept_results():
    if not RESULTS.exists():
        return {}
    with RESULTS.open(newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


def keep(results):
    # A reason may have been written into the file since it was read.
    for key, row in kept_results().items():
        if key in results:
            results[key]["reason"] = row["reason"]
    rows = sorted(results.values(), key=lambda row: (row["file"], row["function"], row["change"], row["key"]))
    draft = RESULTS.with_suffix(".new")
    with draft.open("w", newline="") as file:
        out = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
    draft.replace(RESULTS)


def drop_what_is_no_more(areas, keys, results):
    for key, row in list(results.items()):
        if key not in keys and place_of(row["file"], areas) is not None:
            del results[key]


def place_of(file, areas):
    """Which of the parts a file belongs to first."""
    for place, area in enumerate(areas):
        if file == f"src/{area}.rs" or file.startswith(f"src/{area}/"):
            return place
    return None


def change_of(mutant):
    return re.sub(r"^[^:]+:\d+:\d+: ", "", mutant["name"]).rsplit(" in ", 1)[0]


def part_of(file):
    """The folder of src, or the file, in which a change is."""
    return re.split(r"[/.]", file)[1]


def report(found, whole):
    """A table by part, then what is still open. `found` has what is known of each change, or nothing."""
    heads = ["killed", "timeout", "survived, with reason", "not reached, with reason", "survived", "not reached",
             UNFINISHED, "not yet tried", "cannot be compiled in", "no program"]
    names = {"refused by the compiler": "no program", "not tried": "cannot be compiled in"}
    parts = collections.defaultdict(collections.Counter)
    for mutant, row in found:
        verdict = row["verdict"] if row else "not yet tried"
        if verdict in OPEN and row["reason"]:
            verdict += ", with reason"
        parts[part_of(mutant["file"])][names.get(verdict, verdict)] += 1
    print(f"| part | changes | {' | '.join(heads)} |")
    print("|---|" + "--:|" * (len(heads) + 1))
    for part, counts in sorted(parts.items()):
        print(f"| {part} | {counts.total()} | {' | '.join(str(counts[head]) for head in heads)} |")
    open_ = [row for _, row in found if row and (row["verdict"] == UNFINISHED
                                                 or row["verdict"] in OPEN and not row["reason"])]
    for row in open_ if whole else []:
        print(f"{row['file']}: {row['function']}: {row['change']} ({row['verdict']}, {row['key']})")
    return bool(open_)


def pattern(text):
    try:
        return re.compile(text)
    except re.error as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no regular expression: {error}") from error


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("areas", nargs="*", help="files or folders of src")
    parser.add_argument("--diff", help="only lines that differ from this branch or commit")
    parser.add_argument("--list", action="store_true", help="only what is known already")
    parser.add_argument("--table", action="store_true", help="only the table of what is known already")
    parser.add_argument("--again", action="store_true", help="try what survived once more")
    parser.add_argument("--seconds", type=float, help="tests to spend on each change")
    parser.add_argument("--tests", type=pattern, help="run the tests alone whose names match")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="tests at a time")
    chosen = parser.parse_args()
    if not chosen.areas and not chosen.diff:
        parser.error("name a part of src, or --diff")
    mutants = listed(chosen.areas, chosen.diff)
    if not chosen.diff:
        for area in chosen.areas:
            if not any(place_of(mutant["file"], [area]) is not None for mutant in mutants):
                parser.error(f"src has nothing to change in {area}; name a file or folder of src, without .rs")
    mutants.sort(key=lambda mutant: place_of(mutant["file"], chosen.areas) or 0)
    sources = {path: Source(path) for path in {mutant["file"] for mutant in mutants}}
    keys = [key_of(mutant, sources[mutant["file"]]) for mutant in mutants]
    results = kept_results()
    if chosen.list or chosen.table:
        found = [(mutant, results.get(key)) for mutant, key in zip(mutants, keys)]
        sys.exit(report(found, not chosen.table))
    if not chosen.diff:
        drop_what_is_no_more(chosen.areas, set(keys), results)
    again = OPEN if chosen.again else ()
    wanted = [n for n, key in enumerate(keys)
              if key not in results or results[key]["verdict"] == UNFINISHED
              or (results[key]["verdict"] in again and not results[key]["reason"])]
    print(f"{len(mutants)} changes, {len(wanted)} of them to try", flush=True)
    if wanted:
        try_all(mutants, sources, keys, wanted, results, chosen)
    keep(results)
    sys.exit(report([(mutant, results[key]) for mutant, key in zip(mutants, keys)], True))


def try_all(mutants, sources, keys, wanted, results, chosen):
    copy_of_the_project(sources)
    known = {n for n, key in enumerate(keys) if results.get(key, {}).get("verdict") in NO_CHANGES}
    compiled, refused, programs = compile_all(mutants, sources, known)
    (COPY.parent / "numbers.json").write_text(json.dumps(keys))

    def note(number, verdict, test):
        mutant, key = mutants[number], keys[number]
        results[key] = {"key": key, "verdict": verdict, "file": mutant["file"],
                        "function": (mutant["function"] or {}).get("function_name", ""),
                        "change": change_of(mutant), "test": test,
                        "reason": results.get(key, {}).get("reason", "")}

    for number in refused:
        note(number, "refused by the compiler", "")
    for number in set(range(len(mutants))) - compiled - refused - known:
        note(number, "not tried", "")
    keep(results)
    compiled &= set(wanted)
    seconds, by_mutant = reach(programs, chosen.jobs, chosen.tests)
    slowest = sorted(seconds, key=seconds.get)[-5:]
    print(f"{len(seconds)} tests, {sum(seconds.values()):.0f} s, most of it in "
          + ", ".join(f"{test[1]} ({seconds[test]:.0f} s)" for test in reversed(slowest)), flush=True)
    killers = collections.defaultdict(collections.Counter)
    for row in results.values():
        if row["verdict"] == "killed":
            killers[row["file"]][row["test"]] += 1
    begun, done, late = time.monotonic(), 0, []

    def decide(number, patience):
        found = verdict_of(number, mutants[number]["file"], by_mutant[number], seconds, killers, chosen.seconds, patience)
        # Of those that were not run, another may notice it.
        return (UNFINISHED, "") if chosen.tests and found[0] in OPEN else found

    with concurrent.futures.ThreadPoolExecutor(chosen.jobs) as pool:
        waiting = {pool.submit(decide, number, 8): number for number in sorted(compiled)}
        for future in concurrent.futures.as_completed(waiting):
            number, verdict = waiting[future], future.result()
            if verdict[0] == "timeout":
                late.append(number)
                verdict = UNFINISHED, ""
            # What all tests said of it before says more.
            if not (chosen.tests and verdict[0] == UNFINISHED and keys[number] in results):
                note(number, *verdict)
            done += 1
            if done % 20 == 0:
                keep(results)
                print(f"{done} of {len(compiled)} after {time.monotonic() - begun:.0f} s", flush=True)
    for number in late:
        note(number, *decide(number, 15))
        keep(results)


if __name__ == "__main__":
    main()
