"""Runs from their start to what they left behind."""

import io
import pathlib
import tempfile
import zipfile

from checking import check, is_timestamp, raises
from eigenpal import EigenpalNotFoundError

AGENT = "agents.finance.invoice"
OUTPUTS = ["output/deep/all.bin", "output/given.json"]


def starts(client):
    """Starts runs in every way; the ids of an agent's run, of its rerun, and of a workflow's run."""
    path = pathlib.Path(tempfile.mkdtemp()) / 'a "quoted" näme.txt'
    path.write_bytes(b"first")
    run = client.run(f"{AGENT}@1.2.0", {"file": path, "more": {"content": b"second", "filename": "b.bin"}, "n": 7},
                     wait_for_completion=50)
    check("run: finished", run.finished and run.execution.status.value == "completed")
    check("run: output", run.output.to_dict() == {"total": 7})
    check("run: version", run.source.version == "1.2.0")
    check("run: files arrive", client.runs.artifacts.download(run.id, OUTPUTS[0]) == b"firstsecond")
    check("run: in JSON", client.run(AGENT, {"text": "x"}).id.startswith("run_"))
    check("run: by type and slug", client.run({"type": "workflow", "slug": "triage"}).type_.value == "workflow")
    raises(EigenpalNotFoundError, "run: nothing", lambda: client.run("agents.none"))

    again = client.rerun(run.id, version="original", wait_for_completion=50)
    # Whatever a rerun answers, the SDK reads as the start of a run.
    check("rerun: original", again.finished and again.source.version == "1.2.0")
    check("rerun: output", client.runs.get(again.id).output.to_dict() == {"total": 7})
    check("runs.rerun: latest", client.runs.rerun(run.id, wait_for_completion=50).source.version == "1.10.0")
    raises(EigenpalNotFoundError, "rerun: nothing", lambda: client.rerun("run_none"))

    wait = client.workflows.executions.run_and_wait
    result = wait("triage", {"text": "x"}, poll_interval_seconds=0.05)
    check("run_and_wait", (result["status"], result["output"], result["error"]) == ("completed", {"total": 7}, None))
    failed = wait("triage", {"fail": True}, poll_interval_seconds=0.05)
    check("run_and_wait: failed", failed["status"] == "failed" and "3" in failed["error"])
    return run.id, again.id, result["id"]


def lists(client, run, workflow):
    page = client.runs.list(type="agent", source=AGENT, status=["completed", "failed"], limit=2)
    check("list: limit", len(page.runs) == 2 and page.next_cursor)
    check("list: type", {item.type_.value for item in page.runs} == {"agent"})
    newest = client.runs.list(limit=2).runs
    check("list: offset", client.runs.list(limit=1, offset=1).runs[0].id == newest[1].id)
    check("list: newest first", newest[0].timing.created_at >= newest[1].timing.created_at)
    check("list: status", [item.execution.status.value for item in client.runs.list(status="failed").runs] == ["failed"])
    check("list: version", {run} <= {item.id for item in client.runs.list(source_ref="1.2.0").runs})
    check("list: another day", client.runs.list(to_date="2020-01-01T00:00:00Z").runs == [])
    check("list: workflow", workflow in [item.id for item in client.runs.list(source="workflows.triage").runs])


def parts(client, run, again, workflow):
    full = client.runs.get(run, expand=["input", "usage", "execution", "debug"])
    check("get: input", full.input_.args == {"n": 7})
    check("get: files", [file.path for file in full.files] == ["eigenpal.lock", *OUTPUTS, "trace.jsonl"])
    check("get: times", is_timestamp(full.timing.created_at) and full.timing.created_at <= full.timing.completed_at)
    raises(EigenpalNotFoundError, "get: nobody", lambda: client.runs.get("run_none"))
    definition = client.runs.definition(workflow).to_dict()["definition"]
    check("definition", definition["path"] == "workflows/triage/workflow.yaml" and "classify" in definition["yamlContent"])
    raises(EigenpalNotFoundError, "definition: of an agent", lambda: client.runs.definition(run))

    artifacts = {artifact.path: artifact for artifact in client.runs.artifacts.list(run).artifacts}
    check("artifacts", {*OUTPUTS, "trace.jsonl", "eigenpal.lock"} <= set(artifacts))
    check("artifacts: size", artifacts[OUTPUTS[0]].size == len("firstsecond"))
    raises(EigenpalNotFoundError, "artifacts: none", lambda: client.runs.artifacts.download(run, "output/none"))
    archive = zipfile.ZipFile(io.BytesIO(client.runs.artifacts.download_zip(run)))
    check("zip: names", sorted(archive.namelist()) == ["deep/all.bin", "given.json"])
    check("zip: bytes", archive.read("deep/all.bin") == b"firstsecond")
    one = zipfile.ZipFile(io.BytesIO(client.runs.artifacts.download_zip(run, files=OUTPUTS[1])))
    check("zip: one file", one.namelist() == ["given.json"])

    trace = client.runs.trace.get(run)
    check("trace", [event["name"] for event in trace["events"]] == ["one"])
    files = client.runs.files.list(run)
    given = {file["inputName"]: (file["filename"], file["size"]) for file in files["inputs"]}
    check("files: given", given == {"file": ('a "quoted" näme.txt', 5), "more": ("b.bin", 6)})
    check("files: made", [file["path"] for file in files["outputsByStep"]["output"]] == OUTPUTS)

    same = client.runs.compare(run, again, baseline=True)
    check("compare: agents", (same["status"], same["mode"], len(same["matchedFiles"])) == ("pass", "baseline", 2))
    steps = client.runs.compare(workflow, workflow)
    check("compare: workflows", steps["status"] == "pass" and [step["stepName"] for step in steps["steps"]] == ["one"])


def runs(client):
    """The ids of an agent's run, for other checks."""
    run, again, workflow = starts(client)
    lists(client, run, workflow)
    parts(client, run, again, workflow)
    return run
