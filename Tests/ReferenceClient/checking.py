"""How the check programs say what holds; the first thing that does not ends the program with 1."""

import sys
import time

from eigenpal import EigenpalError, EigenpalTimeoutError


def check(what, holds):
    if not holds:
        print(f"FAILED {what}", file=sys.stderr)
        sys.exit(1)
    print(f"ok {what}")


def raises(kind, what, call):
    """The error that a call must end in: of exactly this class and, where the server sent it, with an envelope."""
    try:
        call()
    except EigenpalError as error:
        check(f"{what}: {kind.__name__}, not {type(error).__name__}: {error}", type(error) is kind)
        if kind is not EigenpalTimeoutError:
            check_envelope(what, error.envelope)
            check(f"{what}: request id", error.request_id == error.envelope["requestId"])
        return error
    check(f"{what}: {kind.__name__}", False)


def check_envelope(what, envelope):
    check(f"{what}: request id of the envelope", envelope["requestId"].startswith("req_"))
    check(f"{what}: issues", len(envelope["issues"]) > 0)
    for issue in envelope["issues"]:
        check(f"{what}: an issue's keys", {"field", "message", "code", "severity"} <= issue.keys())
        check(f"{what}: code", issue["code"] != "")
        check(f"{what}: severity", issue["severity"] in ("error", "warning"))


def is_timestamp(text):
    return isinstance(text, str) and len(text) >= 20 and text[10] == "T" and text.endswith("Z")


def until(holds):
    """Whether something comes to hold, within a minute."""
    for _ in range(1200):
        if holds():
            return True
        time.sleep(0.05)
    return False
