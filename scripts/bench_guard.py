"""The guard's rows of scripts/bench: the pre-push hook on an ordinary and a large push, and the search in files."""

import pathlib
import random
import shutil
import subprocess

WORDS = [
    "let", "value", "count", "for", "index", "in", "range", "if", "return", "error", "self.items", "guard", "try", "name",
    "path", "await", "struct", "func", "public", "case", "where", "switch"]


def text(source, size):
    """Text such as programs are made of: words, numbers, calls; nothing that is a secret."""
    lines = []
    while size > 0:
        words = " ".join(source.choice(WORDS) for _ in range(source.randrange(3, 12)))
        line = f"{' ' * 4 * source.randrange(4)}{words}({source.randrange(10_000)})\n"
        lines.append(line)
        size -= len(line)
    return "".join(lines)


def add_commits(repository, branch, parent, count, files, size, environment):
    """Adds commits to a branch, each with so many new files of so many bytes, as loose objects."""
    source = random.Random(4747)
    stream = []
    for number in range(count):
        stream.append(f"commit refs/heads/{branch}\n"
                      f"committer Ada <ada@example.com> {1_800_000_000 + number} +0000\ndata 9\nfeat: one\n")
        if number == 0:
            stream.append(f"from {parent}\n")
        for file in range(files):
            content = text(source, size)
            stream.append(f"M 100644 inline agents/n{number % 40}/notes/{number}-{file}.md\ndata {len(content)}\n{content}\n")
    subprocess.run(["git", "-c", "fastimport.unpackLimit=1000000", "fast-import", "--quiet"],
                   input="".join(stream).encode(), cwd=repository, env=environment, check=True)


def rows(bench, tool, generated, sources, detect_secrets, place, environment):
    """Each row against the peer that does most of the same work.

    sources: a folder of sources with 9.7 MB, for the peer that takes long.
    detect_secrets: gives the peer's program.
    """
    if bench.only and "guard" not in bench.only and "scan" not in bench.only:
        return

    def git(*arguments):
        return subprocess.run(["git", *arguments], cwd=repository, env=environment, check=True, capture_output=True,
                              text=True).stdout.strip()

    repository = place / "guard"
    shutil.copytree(generated, repository, symlinks=True)
    main = git("rev-parse", "main")
    git("config", "remote.origin.url", "http://127.0.0.1:1/orgs/acme.git")
    git("update-ref", "refs/remotes/origin/main", main)
    for branch, count, files, size, goal in (("ordinary", 3, 3, 1_500, "at most 40 ms"),
                                             ("large", 1_000, 5, 2_000, "at most 1,000 ms")):
        add_commits(repository, branch, main, count, files, size, environment)
        told = place / f"{branch}.txt"
        told.write_text(f"refs/heads/{branch} {git('rev-parse', branch)} refs/heads/{branch} {'0' * 40}\n")
        bench.row(f"guard of a push, {branch}", "git log --patch", ["git", "log", "--patch", branch, "--not", "main"],
                  ["sh", "-c", f"exec '{tool}' hooks run pre-push origin url < '{told}'"], goal, directory=repository,
                  environment=environment)

    files = place / "scanned"
    shutil.copytree(sources, files, ignore=shutil.ignore_patterns(".git"))
    # What is found ends with 1, of both.
    bench.row("scan of sources, once", "detect-secrets", ["sh", "-c", f"'{detect_secrets()}' scan --all-files . || true"],
              ["sh", "-c", f"'{tool}' scan || true"], "at most 0.01", directory=files, environment=environment,
              runs_peer_once=True)
    clean = place / "clean"
    clean.mkdir()
    (clean / "text").write_text(text(random.Random(1), 100_000_000))
    bench.row("scan of 100 MB without findings", "wc --words", ["wc", "--words", "text"], [tool, "scan", "text"],
              "at most 1,000 ms", directory=clean, environment=environment, runs=5)
