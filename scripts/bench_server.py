"""Rows of the server: requests a second and the slowest hundredth, against the least that its framework can do."""

import json
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request

RUNS = 100_000
SECONDS = 8
CONNECTIONS = 16


def wrk(url, key=None, body=None, place=None):
    """(requests a second, the 99th percentile in milliseconds) of one load."""
    command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency"]
    if key or body:
        script = pathlib.Path(place) / "load.lua"
        lines = [f'wrk.headers["Authorization"] = "Bearer {key}"']
        if body:
            lines += ['wrk.method = "POST"', 'wrk.headers["Content-Type"] = "application/json"',
                      f"wrk.body = [[{json.dumps(body)}]]"]
        script.write_text("\n".join(lines))
        script.chmod(0o600)
        command += ["-s", str(script)]
    text = subprocess.run(command + [url], check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in text:
        sys.exit(f"bench: {url} answered with errors:\n{text}")
    rate = float(re.search(r"Requests/sec:\s*([\d.]+)", text)[1])
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", text).groups()
    return rate, float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fill_runs(database):
    """Puts runs into a server's store, by the back door."""
    connection = sqlite3.connect(database)
    statuses = ["completed", "failed", "cancelled"]
    rows = ((f"run_bench{n:011}", "agent", "agt_bench", "bench", "Bench", "latest", "1.0.0", "agents.bench@1.0.0", "a" * 40,
             statuses[n % 3], 1_700_000_000_000 + n * 1000, 1_700_000_000_100 + n * 1000, 1_700_000_000_900 + n * 1000,
             "api", "key_bench", "bench", 0) for n in range(RUNS))
    with connection:
        connection.executemany(
            "INSERT INTO run (id, kind, sourceID, slug, name, requestedRef, resolvedRef, resolvedTag, commitID, status,"
            " createdAt, startedAt, completedAt, triggerType, actorID, actorName, retryNumber)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.close()


def page_times(base, key):
    """The median milliseconds of one page of runs, by where it begins."""
    def get(query):
        request = urllib.request.Request(f"{base}/api/v1/runs?limit=50{query}", headers={"Authorization": f"Bearer {key}"})
        times = []
        for _ in range(7):
            start = time.perf_counter()
            answer = json.load(urllib.request.urlopen(request))
            times.append((time.perf_counter() - start) * 1000)
        return sorted(times)[3], answer
    for name, query in [("first", ""), ("offset 50,000", "&offset=50000"), ("offset 99,950", "&offset=99950"),
                        ("failed, offset 30,000", "&status=failed&offset=30000")]:
        milliseconds, answer = get(query)
        if len(answer["runs"]) != 50:
            sys.exit(f"bench: a page of runs has {len(answer['runs'])} of 50")
        print(f"runs list of {RUNS:,}: {name:24} {milliseconds:9.2f} ms  goal 20 ms", flush=True)
    middle = f"&cursor=r{base36(RUNS // 2)}"
    print(f"runs list of {RUNS:,}: {'cursor in the middle':24} {get(middle)[0]:9.2f} ms  goal 20 ms", flush=True)


def base36(number):
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits


def rows(hello, base, key, package, database, place, only=None):
    """Prints the rows; `hello` builds the peer, `package` has releases in the server's repository."""
    if only and only not in "server requests":
        return
    if not shutil.which("wrk"):
        print("server requests: wrk is not installed (apt-get install wrk)", file=sys.stderr)
        return
    fill_runs(database)
    port = free_port()
    peer = subprocess.Popen([str(hello()), str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(1)
        secret = {"sourcePath": f"{package}/secrets.enc.yaml", "secretName": "TOKEN", "plaintext": "x" * 50}
        loads = [
            ("encrypt one secret", f"{base}/api/v1/source/secrets/encrypt", secret, "0.5 times"),
            ("source releases", f"{base}/api/v1/source/releases?packagePath={package}", None, ""),
            ("runs list, 50 of 100,000", f"{base}/api/v1/runs?limit=50", None, ""),
        ]
        print(f"\n{'server requests':34} {'hello/s':>9} {'p99 ms':>8} {'ours/s':>9} {'p99 ms':>8} {'ratio':>7}  goal")
        for name, url, body, goal in loads:
            hello_rate, hello_p99 = wrk(f"http://127.0.0.1:{port}/hello")
            rate, p99 = wrk(url, key, body, place)
            print(f"{name:34} {hello_rate:9.0f} {hello_p99:8.2f} {rate:9.0f} {p99:8.2f} {rate / hello_rate:7.2f}  {goal}",
                  flush=True)
        page_times(base, key)
    finally:
        peer.terminate()
        peer.wait()
