import Git

extension ToolError {
    /// What Git refused or failed at, with the command that helps.
    public init(_ error: GitError) {
        let tool = ToolVersion.name
        switch error {
        case .notARepository(let path):
            self.init("\(path) is not in a checkout of a source repository", next: "\(tool) clone")
        case .bareRepository(let path):
            self.init(
                "\(path) is a bare repository: it has no working tree to work in", next: "\(tool) clone")
        case .notOwned(let path):
            self.init(
                "\(path) belongs to another user, so its settings are not trusted",
                next: "git config --global --add safe.directory \(CredentialHelper.quoted(path))")
        case .unbornHead:
            self.init("the branch has no commit yet", next: "\(tool) pull")
        case .detachedHead:
            self.init("no branch is checked out (HEAD is detached)", next: "\(tool) git -- switch main")
        case .authenticationRefused(let host):
            self.init("\(host) refused this API key", next: "\(tool) auth login")
        case .notFastForward(let name):
            self.init("\(name) has commits that you do not have", next: "\(tool) pull")
        case .diverged(let ahead, let behind):
            self.init(
                "your branch and the server's have diverged: \(ahead) ahead, \(behind) behind",
                next: "\(tool) git -- rebase origin/main")
        case .conflict(let paths):
            self.init("local changes are in the way", details: paths, next: "\(tool) status")
        case .referenceRejected(let name, let reason, let messages):
            self.init("the server refused \(name): \(reason)", details: messages)
        case .pushNotTaken(let url, let reason, let messages):
            self.init(
                "\(url) did not take what was pushed: \(reason)", details: messages.map { "remote: \($0)" })
        case .diskFull(let what):
            self.init("this machine's disk is full: \(what)", next: "df -h .")
        case .certificateRejected(let host, let reason):
            self.init(
                "the certificate of \(host) is not trusted: \(reason)",
                details: ["a private certificate authority is given by --ca-file or EIGENPAL_CA_FILE"])
        case .remoteMissing(let name):
            self.init("there is no remote \"\(name)\" in this checkout", next: "\(tool) doctor")
        case .locked:
            self.init(
                "\(error)",
                details: ["if no other program is at work here, one that was killed left the lock"],
                next: "\(tool) doctor")
        case .cancelled:
            self.init("interrupted")
        default:
            self.init("\(error)")
        }
    }
}
