"""The errors that no endpoint has for itself."""

import contextlib
import os
import pathlib

from checking import check, check_envelope, raises
from eigenpal import EigenpalAuthError, EigenpalClient, EigenpalError, EigenpalRateLimitError, EigenpalServerError

WRONG_KEY = "eg_wrong"


def envelopes(client):
    """Answers that the SDK has no method for."""
    http = client.raw_client.get_httpx_client()
    response = http.get("/api/v1/nothing")
    check("no such endpoint: 404", response.status_code == 404)
    check_envelope("no such endpoint", response.json())
    check("request id: header", response.headers["x-request-id"] == response.json()["requestId"])
    response = http.get("/api/v1/auth/check")
    check("auth check", response.json()["ok"] is True and response.json()["keyId"] != "")
    response = http.post("/api/v1/agents", content=b"{not json", headers={"content-type": "application/json"})
    check("a body that is no JSON: 400", response.status_code == 400 and response.json()["issues"])


@contextlib.contextmanager
def repository_away():
    """The server's repository is somewhere else for a while, as on a disk that is gone."""
    repository = pathlib.Path(os.environ["DATA"], "repositories", "acme.git")
    away = repository.with_name("away")
    repository.rename(away)
    try:
        yield
    finally:
        away.rename(repository)


def server_error(client):
    with repository_away():
        error = raises(EigenpalServerError, "a server without its repository", lambda: client.source.raw("eigenpal.yaml"))
        check("500: status", error.status == 500)
        check("500: nothing of the inside", os.environ["DATA"] not in str(error.envelope))
    check("500: over again", client.source.raw("eigenpal.yaml").content.startswith("schemaVersion"))


def refused_credentials(ledger):
    """Last of all: after enough wrong keys the server refuses whatever key it does not know."""
    wrong = ledger.watch(EigenpalClient(api_key=WRONG_KEY))
    error = raises(EigenpalAuthError, "a wrong key", lambda: wrong.source.repository())
    check("a wrong key: 401", error.status == 401 and WRONG_KEY not in str(error.envelope))
    check_rate_limit(wrong, "too_many_failed_authentications")


def check_rate_limit(client, code):
    """Asks until the server says 429."""
    for _ in range(200):
        try:
            client.source.repository()
        except EigenpalRateLimitError as error:
            check("429: status", error.status == 429)
            check("429: retry after", isinstance(error.retry_after, int) and 0 < error.retry_after <= 60)
            check_envelope("429", error.envelope)
            check(f"429: {code}", error.envelope["issues"][0]["code"] == code)
            return
        except EigenpalError as error:
            check("until 429: a wrong key", type(error) is EigenpalAuthError)
    check("429 within 200 requests", False)
