"""The scenario's calls about runs."""

import pathlib
import tempfile

from checking import until

AGENT = "agents.finance.invoice"
EVERYTHING = ["input", "usage", "execution", "debug"]


def runs(scenario):
    """The ids of two runs of an agent, the one with files, and of a workflow's run."""
    client, calls, step = scenario.client, scenario.client.runs, scenario.step
    path = pathlib.Path(tempfile.mkdtemp()) / 'a "quoted" näme.txt'
    path.write_bytes(b"first")
    run = step("run", lambda: client.run(
        f"{AGENT}@1.2.0", {"file": path, "more": {"content": b"\x00\xff", "filename": "b.bin"}, "n": 7}, wait_for_completion=50))
    plain = step("run in JSON", lambda: client.run(AGENT, {"text": "Größe", "limits": [1, 2.5, None, True]}, wait_for_completion=50))
    step("run of an object", lambda: client.run(
        {"type": "workflow", "slug": "triage", "version": "0.3.0"}, {}, wait_for_completion=50,
        overrides={"steps": {"classify": {"label": "x"}}}))
    step("run of nobody", lambda: client.run("agents.none"))
    step("run of no version", lambda: client.run(f"{AGENT}@9.9.9"))
    again = step("rerun", lambda: client.rerun(run.id, version="original", wait_for_completion=50))
    step("runs.get of a rerun", lambda: calls.get(again.id))
    step("runs.rerun", lambda: calls.rerun(run.id, wait_for_completion=50))
    step("runs.rerun of nothing", lambda: calls.rerun("run_none"))
    wait = client.workflows.executions.run_and_wait
    workflow = step("run_and_wait", lambda: wait("triage", {"text": "x"}, version="0.3.0", poll_interval_seconds=0.05))
    step("run_and_wait, failed", lambda: wait("triage", {"fail": True}, poll_interval_seconds=0.05))
    step("runs.list", lambda: calls.list())
    step("runs.list of some", lambda: calls.list(
        type="agent", source=AGENT, status=["completed", "failed"], source_ref="1.2.0", limit=1))
    step("runs.list, a page", lambda: calls.list(limit=2, offset=1))
    step("runs.list of another day", lambda: calls.list(created_before="2020-01-01"))
    step("runs.list of no moment", lambda: calls.list(from_date="yesterday"))
    return run.id, plain.id, workflow["id"]


def whole(client, run):
    """A run with everything as it comes from the server: the SDK's model drops a part of it."""
    return client.raw_client.get_httpx_client().get(f"/api/v1/runs/{run}", params={"expand": ",".join(EVERYTHING)}).json()


def parts(scenario, run, plain, workflow):
    calls, step = scenario.client.runs, scenario.step
    step("runs.get", lambda: calls.get(run))
    step("runs.get with everything", lambda: calls.get(run, expand=EVERYTHING))
    step("runs.get of a workflow", lambda: calls.get(workflow, expand=",".join(EVERYTHING)))
    step("runs.get of a workflow, all that comes", lambda: whole(scenario.client, workflow))
    step("runs.get of nothing", lambda: calls.get("run_none"))
    step("runs.definition", lambda: calls.definition(workflow))
    step("runs.definition of an agent", lambda: calls.definition(run))
    step("runs.connect", lambda: calls.connect(run))
    step("runs.trace.get", lambda: calls.trace.get(run))
    step("runs.artifacts.list", lambda: calls.artifacts.list(run))
    step("runs.artifacts.download", lambda: calls.artifacts.download(run, "output/deep/all.bin"))
    step("runs.artifacts.download of a lockfile", lambda: calls.artifacts.download(run, "eigenpal.lock"))
    step("runs.artifacts.download of nothing", lambda: calls.artifacts.download(run, "output/none"))
    step("runs.artifacts.download_zip", lambda: calls.artifacts.download_zip(plain))
    step("runs.artifacts.download_zip of one", lambda: calls.artifacts.download_zip(plain, files="output/given.json", token="t"))
    step("runs.files.list", lambda: calls.files.list(run))
    again = step("runs.list of reruns", lambda: calls.list(source_ref="1.2.0")).runs[0].id
    step("runs.compare", lambda: calls.compare(run, again, baseline=True))
    step("runs.compare with what is expected", lambda: calls.compare(run, again))
    step("runs.compare of workflows", lambda: calls.compare(workflow, workflow, step="one"))


def judging(scenario, run):
    calls, step = scenario.client.runs, scenario.step
    expected, feedback = calls.expected, calls.feedback
    step("expected.list of nothing", lambda: expected.list(run))
    step("comparison.get of nothing", lambda: calls.comparison.get(run))
    step("expected.upload", lambda: expected.upload(run, b"{}", filename="a.json", name="b c.json"))
    step("expected.rename", lambda: expected.rename(run, "b c.json", name="d.json"))
    step("expected.rename to a bad name", lambda: expected.rename(run, "d.json", name="../x"))
    step("expected.list", lambda: expected.list(run))
    step("comparison.get", lambda: calls.comparison.get(run))
    step("expected.download", lambda: expected.download(run, "d.json"))
    step("expected.delete", lambda: expected.delete(run, "d.json"))
    step("expected.download of nothing", lambda: expected.download(run, "d.json"))
    step("expected.copy_output", lambda: expected.copy_output(run, output_file_name="given.json"))
    step("expected.list of copies", lambda: expected.list(run))
    step("comparison.get of copies", lambda: calls.comparison.get(run))
    step("expected.rename to a name twice", lambda: expected.rename(run, "given.json", name="deep/all.bin"))
    step("feedback.get of nothing", lambda: feedback.get(run))
    step("feedback.update", lambda: feedback.update(run, body="Wrong.", rating="fail", expected={"total": 8}))
    step("feedback.resolve", lambda: feedback.resolve(run, body="Seen."))
    step("feedback.get", lambda: feedback.get(run))
    step("feedback.update beyond", lambda: feedback.update(run, body="x" * 70_000))
    step("runs.get of a judged one", lambda: calls.get(run, expand=["execution"]))
    step("runs.get of a judged one, all that comes", lambda: whole(scenario.client, run))
    step("feedback.clear", lambda: feedback.clear(run))


def waiting(scenario):
    """A slow run that has made what it makes, and one that waits behind it."""
    client, calls, step = scenario.client, scenario.client.runs, scenario.step
    step("run_and_wait, too slow", lambda: client.workflows.executions.run_and_wait(
        "triage", {"slow": True}, poll_interval_seconds=0.05, timeout_seconds=0.3))
    slow = calls.list(limit=1).runs[0].id
    until(lambda: calls.trace.get(slow)["events"])
    step("runs.connect to one that runs", lambda: calls.connect(slow))
    run = step("run that waits", lambda: client.run(AGENT, {"text": "x"}))
    file = step("files.upload", lambda: calls.files.upload(run.id, b"a,b\n", filename="t.csv", mime_type="text/csv"))
    step("files.list", lambda: calls.files.list(run.id))
    step("files.delete", lambda: calls.files.delete(run.id, file["file"]["id"]))
    step("files.delete twice", lambda: calls.files.delete(run.id, file["file"]["id"]))
    step("files.upload too late", lambda: calls.files.upload(slow, b"x", filename="x"))
    step("runs.cancel of one that waits", lambda: calls.cancel(run.id))
    step("runs.cancel", lambda: calls.cancel(slow))
    until(lambda: calls.get(slow).finished)
    step("runs.cancel twice", lambda: calls.cancel(slow))
    step("runs.get of a cancelled one", lambda: calls.get(slow))
