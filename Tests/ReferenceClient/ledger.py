"""Which methods of the published SDK came back from a server, and which of its errors a server brought about.

A client is used through `Ledger.watch`, which leaves the SDK itself as it is.
"""

import functools
import inspect

from eigenpal import EigenpalClient, EigenpalError, EigenpalTimeoutError, errors

# What the server refuses every time, because an agent's files come by Git: with the base class and this status.
REFUSED = {"agents.put_file": 409, "agents.upload_files": 409}


def is_resource(value):
    return type(value).__module__ == EigenpalClient.__module__


def methods(thing, path=""):
    """All public methods at and below a client by their dotted names, `runs.expected.copy_output`."""
    for name, _ in inspect.getmembers(type(thing), inspect.isfunction):
        if not name.startswith("_"):
            yield f"{path}{name}"
    for name, value in vars(thing).items():
        if not name.startswith("_") and is_resource(value):
            yield from methods(value, f"{path}{name}.")


def documented_errors():
    """All classes of error that the SDK has, the base class for the statuses without one of their own."""
    return {value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, EigenpalError)}


class Ledger:
    def __init__(self):
        self.methods = set(methods(EigenpalClient(api_key="none", base_url="http://127.0.0.1:1")))
        self.returned = set()
        self.refused = {}
        self.met = set()

    def watch(self, client):
        """The client, of which every call is written down. What it calls inside of itself is not."""
        return Watched(client, "", self)

    def missing(self):
        """The names of what did not happen."""
        for method in sorted(self.methods - self.returned):
            if method not in REFUSED or self.refused.get(method) != REFUSED[method]:
                yield f"{method}: never returned from"
        for kind in sorted(documented_errors() - self.met, key=lambda kind: kind.__name__):
            yield f"{kind.__name__}: never met"

    def recorded(self, name, method):
        @functools.wraps(method)
        def call(*arguments, **options):
            try:
                value = method(*arguments, **options)
            except EigenpalError as error:
                # The SDK raises some without having asked: those have no envelope.
                if error.envelope or isinstance(error, EigenpalTimeoutError):
                    self.met.add(type(error))
                    self.refused[name] = error.status
                raise
            self.returned.add(name)
            return value

        return call


class Watched:
    """A client, or a part of one, as the ledger sees it."""

    def __init__(self, thing, path, ledger):
        self._thing, self._path, self._ledger = thing, path, ledger

    def __getattr__(self, name):
        value, path = getattr(self._thing, name), f"{self._path}{name}"
        if path in self._ledger.methods:
            return self._ledger.recorded(path, value)
        return Watched(value, f"{path}.", self._ledger) if is_resource(value) else value
