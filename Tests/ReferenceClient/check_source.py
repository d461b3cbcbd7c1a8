"""The repository, its releases and lockfiles, and the secrets that are sealed for it."""

import base64
import os

from checking import check, raises
from eigenpal import EigenpalForbiddenError, EigenpalNotFoundError, EigenpalValidationError

INVOICE = "agents/finance/invoice"
SECRETS = f"{INVOICE}/secrets.enc.yaml"


def source(client):
    commit, release = os.environ["COMMIT"], os.environ["RELEASE"]

    repository = client.source.repository()
    check("repository: path", repository.git_repository_path == "acme")
    check("repository: remote", repository.remote_url == f"{os.environ['EIGENPAL_BASE_URL']}/orgs/acme.git")

    raw = client.source.raw(f"{INVOICE}/AGENT.md")
    check("raw: content", raw.content.startswith("# Invoice"))
    check("raw: ref, path", (raw.ref, raw.path) == ("main", f"{INVOICE}/AGENT.md"))
    check("raw: content type", "/" in raw.content_type)
    check("raw: at a commit", client.source.raw(f"{INVOICE}/AGENT.md", ref=commit).content == raw.content)
    old = client.source.raw(f"{INVOICE}/AGENT.md", ref="agents.finance.invoice@1.0.0")
    check("raw: at a tag", "second thoughts" not in old.content and "second thoughts" in raw.content)
    raises(EigenpalNotFoundError, "raw: no such file", lambda: client.source.raw("agents/none/AGENT.md"))
    raises(EigenpalNotFoundError, "raw: no such ref", lambda: client.source.raw("eigenpal.yaml", ref="nowhere"))
    raises(EigenpalValidationError, "raw: a path out of it", lambda: client.source.raw("../../etc/passwd"))

    releases = client.source.releases(INVOICE)
    check("releases: path", releases.package_path == INVOICE)
    check("releases: order", [item.version for item in releases.releases] == ["1.10.0", "1.2.0", "1.0.0"])
    check("releases: tag", releases.releases[0].tag == "agents.finance.invoice@1.10.0")
    check("releases: commits", releases.releases[0].commit == commit and releases.releases[2].commit == release)
    one = client.source.releases(INVOICE, version="1.2.0")
    check("releases: one version", [item.version for item in one.releases] == ["1.2.0"])
    raises(EigenpalValidationError, "releases: a bad path", lambda: client.source.releases("Agents/Invoice"))

    lockfile = client.source.lockfile("agents.finance.invoice@1.x")
    check("lockfile: version", lockfile.lockfile_version == 1)
    check("lockfile: hash", len(lockfile.input_hash) == 64)
    root = lockfile.root
    check("lockfile: root", (root.package_path, root.resolved_ref) == (INVOICE, "1.10.0"))
    check("lockfile: requested", root.requested_ref == "1.x")
    check("lockfile: tag, commit", (root.resolved_tag, root.commit) == ("agents.finance.invoice@1.10.0", commit))
    ocr = root.dependencies[0]
    check("lockfile: dependency", (ocr.package_path, ocr.resolved_ref) == ("resources/skills/ocr", "1.2.0"))
    check("lockfile: leaf", ocr.dependencies == [])
    for reference in (INVOICE, f"{INVOICE}@latest", f"{INVOICE}@main", f"{INVOICE}@1.0.0", f"{INVOICE}@{commit}"):
        check(f"lockfile: {reference}", client.source.lockfile(reference).root.package_path == INVOICE)
    raises(EigenpalValidationError, "lockfile: no package", lambda: client.source.lockfile("agents.none"))
    raises(EigenpalValidationError, "lockfile: no release", lambda: client.source.lockfile(f"{INVOICE}@9.9.9"))


def secrets(client):
    values = {"SMTP_USER": "post@acme.example", "SMTP_PASSWORD": "pässwörd \U0001f511\nline two"}
    single = client.source.encrypt_secrets(
        {"sourcePath": SECRETS, "secretName": "SMTP_USER", "plaintext": values["SMTP_USER"]}
    ).encrypted.to_dict()
    check("encrypt: algorithm", single["algorithm"] == "aes-256-gcm")
    check("encrypt: nonce, tag", [len(base64.b64decode(single[key])) for key in ("nonce", "tag")] == [12, 16])
    check("encrypt: no plaintext", values["SMTP_USER"].encode() not in base64.b64decode(single["ciphertext"]))

    batch = client.source.encrypt_secrets(
        {
            "secrets": [
                {"sourcePath": SECRETS, "secretName": name, "plaintext": value}
                for name, value in values.items()
            ]
        }
    ).secrets.to_dict()
    check("encrypt: a batch by name", set(batch) == set(values))

    def items(names):
        return [{"sourcePath": SECRETS, "secretName": name, "encrypted": batch[name]} for name in names]

    plain = client.source.decrypt_secrets({"secrets": items(values)}).secrets.to_dict()
    check("decrypt: a batch", plain == values)
    again = client.source.decrypt_secrets(
        {"secrets": [{"sourcePath": SECRETS, "secretName": "SMTP_USER", "encrypted": single}]}
    ).secrets.to_dict()
    check("decrypt: what was encrypted alone", again == {"SMTP_USER": values["SMTP_USER"]})

    moved = [dict(items(["SMTP_USER"])[0], secretName="SMTP_PASSWORD")]
    raises(EigenpalValidationError, "decrypt: under another name", lambda: client.source.decrypt_secrets({"secrets": moved}))
    other = [dict(items(["SMTP_USER"])[0], sourcePath="workflows/triage/secrets.enc.yaml")]
    raises(EigenpalValidationError, "decrypt: at another path", lambda: client.source.decrypt_secrets({"secrets": other}))
    raises(
        EigenpalForbiddenError,
        "decrypt: one without a run",
        lambda: client.source.decrypt_secrets(
            {"sourcePath": SECRETS, "secretName": "SMTP_USER", "encrypted": single, "executionId": "run_none"}
        ),
    )
    raises(EigenpalValidationError, "encrypt: nothing", lambda: client.source.encrypt_secrets({}))
    raises(
        EigenpalValidationError,
        "encrypt: a bad name",
        lambda: client.source.encrypt_secrets({"sourcePath": SECRETS, "secretName": "lower", "plaintext": "x"}),
    )
