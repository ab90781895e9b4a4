"""How long `sco search` and `sco show` take, the start of the program included.

    python3 benches/answers.py DATABASE PROGRAM [PROGRAM ...]

Each question is put to each program in turn, twenty times, so that what else the machine does falls on all of them
alike; of each the median of the processor time and of the time on the clock is told, in milliseconds. Where valgrind
is there, so are the instructions, in millions: they are the same in every run, whatever else the machine does.
"""

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

QUESTIONS = ["--version", "search summit", "search the", "search trade", "search 2001 founding", "show CHN", "show kaz"]
RUNS = 20


def run(program, database, question):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run([program, "--db", database, *question.split()], capture_output=True, check=True)
    clock = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, clock


def instructions(program, database, question):
    with tempfile.NamedTemporaryFile() as out:
        valgrind = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out.name}"]
        told = subprocess.run([*valgrind, program, "--db", database, *question.split()], capture_output=True, text=True)
    counts = [line for line in told.stderr.splitlines() if "Collected" in line]
    return int(counts[0].split(":")[1]) / 1e6 if counts else float("nan")


def main(database, *programs):
    for question in QUESTIONS:
        times = {program: [] for program in programs}
        for _ in range(RUNS):
            for program in programs:
                times[program].append(run(program, database, question))
        for program in programs:
            cpu, clock = (statistics.median(one) * 1e3 for one in zip(*times[program]))
            line = f"{question:22} processor {cpu:6.1f}  clock {clock:6.1f}"
            if shutil.which("valgrind"):
                line += f"  instructions {instructions(program, database, question):7.1f}"
            print(line, program)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
