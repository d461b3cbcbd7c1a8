"""Runs that take long or wait for their turn: on a server that carries out one at a time."""

from checking import check, raises, until
from eigenpal import EigenpalError, EigenpalNotFoundError, EigenpalTimeoutError

AGENT = "agents.finance.invoice"


def status(client, run):
    return client.runs.get(run).execution.status.value


def times_out(client):
    """Gives up on a slow run, which goes on; its id."""
    error = raises(
        EigenpalTimeoutError, "run_and_wait: a slow run",
        lambda: client.workflows.executions.run_and_wait(
            "triage", {"slow": True}, poll_interval_seconds=0.05, timeout_seconds=0.3))
    run = client.runs.list(limit=1).runs[0]
    check("run_and_wait: names the run", run.id in str(error) and error.status == 0)
    check("run_and_wait: the run goes on", not run.finished)
    check("run_and_wait: it runs", until(lambda: status(client, run.id) == "running"))
    connection = client.runs.connect(run.id)
    check("connect: live", connection["live"] is True and connection["execution"]["status"] == "running")
    check("connect: urls", connection["urls"]["run"].endswith(f"/api/v1/runs/{run.id}"))
    return run.id


def files(client, started):
    """Gives files to a run that waits behind one that has started, which takes none any more."""
    run = client.run(AGENT, {"text": "x"}).id
    file = client.runs.files.upload(run, b"a,b\n", filename="t.csv", mime_type="text/csv")["file"]
    check("upload", (file["filename"], file["size"], file["mimeType"]) == ("t.csv", 4, "text/csv"))
    check("upload: listed", [item["id"] for item in client.runs.files.list(run)["inputs"]] == [file["id"]])
    check("delete", client.runs.files.delete(run, file["id"]) is None)
    check("delete: gone", client.runs.files.list(run)["inputs"] == [])
    raises(EigenpalNotFoundError, "delete: twice", lambda: client.runs.files.delete(run, file["id"]))
    error = raises(EigenpalError, "upload: too late", lambda: client.runs.files.upload(started, b"x"))
    check("upload: 409", error.status == 409 and error.envelope["issues"][0]["code"] == "run_started")
    return run


def stops(client, running, waiting):
    cancelled = client.runs.cancel(waiting)
    check("cancel: one that waits", cancelled.cancellation.state.value == "cancelled")
    check("cancel: it waited", cancelled.cancellation.was_status.value == "pending" and cancelled.finished)
    stopped = client.runs.cancel(running)
    check("cancel: one that runs", stopped.cancellation.state.value == "requested" and stopped.id == running)
    check("cancel: it ends", until(lambda: status(client, running) == "cancelled"))
    check("cancel: twice", client.runs.cancel(running).cancellation.state.value == "already_terminal")
    raises(EigenpalNotFoundError, "cancel: nobody", lambda: client.runs.cancel("run_none"))


def waiting(client):
    running = times_out(client)
    stops(client, running, files(client, running))
