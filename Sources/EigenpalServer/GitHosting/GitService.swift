/// One of the two programs that git talks to over smart HTTP.
enum GitService: String, Sendable, CaseIterable {
    /// What `clone` and `fetch` read from.
    case uploadPack = "git-upload-pack"
    /// What `push` writes to.
    case receivePack = "git-receive-pack"

    /// The git command that speaks for it.
    var command: String {
        switch self {
        case .uploadPack: "upload-pack"
        case .receivePack: "receive-pack"
        }
    }

    /// The media type of its list of references.
    var advertisementType: String { "application/x-\(rawValue)-advertisement" }
    /// The media type of a request to it.
    var requestType: String { "application/x-\(rawValue)-request" }
    /// The media type of its answer.
    var resultType: String { "application/x-\(rawValue)-result" }
}
