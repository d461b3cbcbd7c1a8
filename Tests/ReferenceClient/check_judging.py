"""What is expected of a run and what is said of it."""

from checking import check, is_timestamp, raises
from eigenpal import EigenpalError, EigenpalNotFoundError, EigenpalValidationError


def names(client, run):
    return [file["name"] for file in client.runs.expected.list(run).to_dict()["files"]]


def uploads(client, run):
    expected = client.runs.expected
    check("expected: nothing yet", expected.list(run).to_dict() == {"output": None, "files": []})
    check("comparison: nothing to compare", client.runs.comparison.get(run)["status"] == "none")
    file = expected.upload(run, b"{}", filename="a.json", name="b.json")["file"]
    check("expected: upload", (file["name"], file["size"], file["contentType"]) == ("b.json", 2, "application/json"))
    check("expected: rename", expected.rename(run, "b.json", name="c.json").to_dict()["file"]["name"] == "c.json")
    check("expected: list", names(client, run) == ["c.json"])
    compared = client.runs.comparison.get(run)
    check("comparison: fail", (compared["status"], compared["missingFiles"]) == ("fail", ["c.json"]))
    error = raises(EigenpalValidationError, "expected: a bad name", lambda: expected.rename(run, "c.json", name="../x"))
    check("expected: the field", error.issues[0]["field"] == "name")


def downloads(client, run):
    """The SDK answers None for the bytes of what is expected; they do arrive."""
    arrived = []
    hooks = client.raw_client.get_httpx_client().event_hooks
    before = hooks["response"]
    client.raw_client.get_httpx_client().event_hooks = {
        "response": [*before, lambda response: arrived.append((response.status_code, response.read()))]}
    check("expected: download", client.runs.expected.download(run, "c.json") is None)
    client.raw_client.get_httpx_client().event_hooks = {"response": before}
    check("expected: what was sent", arrived == [(200, b"{}")])
    check("expected: delete", client.runs.expected.delete(run, "c.json") is None and names(client, run) == [])
    raises(EigenpalNotFoundError, "expected: gone", lambda: client.runs.expected.download(run, "c.json"))


def copies(client, run):
    """The SDK loses the body on the way, and a server without one takes over all that the run made."""
    made = client.runs.expected.copy_output(run, output_file_name="given.json", expected_name="other.json").to_dict()
    check("expected: copies", [file["name"] for file in made["files"]] == ["deep/all.bin", "given.json"])
    check("expected: copies are kept", names(client, run) == ["deep/all.bin", "given.json"])
    check("expected: the output, too", client.runs.expected.list(run).to_dict()["output"] == {"total": 7})
    compared = client.runs.comparison.get(run)
    check("comparison: pass", compared["status"] == "pass" and all(file["identical"] for file in compared["matchedFiles"]))
    error = raises(EigenpalError, "expected: a name twice",
                   lambda: client.runs.expected.rename(run, "given.json", name="deep/all.bin"))
    check("expected: 409", error.status == 409 and error.envelope["issues"][0]["code"] == "name_taken")


def feedback(client, run):
    def now():
        return client.runs.feedback.get(run).to_dict()["feedback"]

    check("feedback: none yet", now() is None)
    said = client.runs.feedback.update(run, body="Wrong.", rating="fail", expected={"total": 8}).to_dict()["feedback"]
    check("feedback: update", (said["body"], said["rating"], said["status"]) == ("Wrong.", "fail", "open"))
    check("feedback: when, by whom", is_timestamp(said["createdAt"]) and said["createdBy"].startswith("key_"))
    check("feedback: what was expected", client.runs.expected.list(run).to_dict()["output"] == {"total": 8})
    resolved = client.runs.feedback.resolve(run, body="Seen.").to_dict()["feedback"]
    check("feedback: resolve", (resolved["status"], resolved["body"]) == ("resolved", "Seen."))
    check("feedback: get", now() == resolved and is_timestamp(resolved["resolvedAt"]))
    check("feedback: clear", client.runs.feedback.clear(run).to_dict()["feedback"] is None and now() is None)
    raises(EigenpalValidationError, "feedback: too long",
           lambda: client.runs.feedback.update(run, body="x" * 70_000))


def judging(client, run):
    uploads(client, run)
    downloads(client, run)
    copies(client, run)
    feedback(client, run)
