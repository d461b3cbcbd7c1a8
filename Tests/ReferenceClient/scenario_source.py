"""The scenario's calls about the repository and its secrets."""

INVOICE = "agents/finance/invoice"
SECRETS = f"{INVOICE}/secrets.enc.yaml"


def source(scenario):
    calls, step = scenario.client.source, scenario.step
    step("source.repository", lambda: calls.repository())
    step("source.raw", lambda: calls.raw(f"{INVOICE}/AGENT.md"))
    step("source.raw at a tag", lambda: calls.raw(f"{INVOICE}/AGENT.md", ref="agents.finance.invoice@1.0.0"))
    step("source.raw of nothing", lambda: calls.raw("agents/none/AGENT.md"))
    step("source.raw out of it", lambda: calls.raw("../../etc/passwd"))
    step("source.releases", lambda: calls.releases(INVOICE))
    step("source.releases of one version", lambda: calls.releases(INVOICE, version="1.2.0"))
    step("source.releases of no path", lambda: calls.releases("Agents/Invoice"))
    step("source.lockfile", lambda: calls.lockfile("agents.finance.invoice@1.x"))
    step("source.lockfile of main", lambda: calls.lockfile(f"{INVOICE}@main"))
    step("source.lockfile of no release", lambda: calls.lockfile(f"{INVOICE}@9.9.9"))


def item(name, **fields):
    return {"sourcePath": SECRETS, "secretName": name, **fields}


def secrets(scenario):
    calls, step = scenario.client.source, scenario.step
    one = step("source.encrypt_secrets", lambda: calls.encrypt_secrets(item("TOKEN", plaintext="ümläut \U0001f511\nline two")))
    batch = step("source.encrypt_secrets of two", lambda: calls.encrypt_secrets(
        {"secrets": [item("A", plaintext="1"), item("B", plaintext="2")]}))
    sealed = {"TOKEN": one.encrypted.to_dict(), **batch.secrets.to_dict()}
    step("source.decrypt_secrets", lambda: calls.decrypt_secrets(
        {"secrets": [item(name, encrypted=value) for name, value in sealed.items()]}))
    step("source.decrypt_secrets of another name", lambda: calls.decrypt_secrets(
        {"secrets": [item("OTHER", encrypted=sealed["TOKEN"])]}))
    step("source.decrypt_secrets without a run", lambda: calls.decrypt_secrets(item("TOKEN", encrypted=sealed["TOKEN"])))
    step("source.encrypt_secrets of a bad name", lambda: calls.encrypt_secrets(item("lower", plaintext="x")))
