/// Where the organization's source repository is: the answer of `GET /api/v1/source/repository`.
public struct SourceRepositoryResponse: Codable, Sendable, Hashable {
    /// The repository's name on the server, such as `acme`.
    public var gitRepositoryPath: String
    /// The Git remote, such as `https://studio.eigenpal.com/orgs/acme.git`; user `eigenpal`, password the API key.
    public var remoteUrl: String

    /// Describes a repository.
    public init(gitRepositoryPath: String, remoteUrl: String) {
        self.gitRepositoryPath = gitRepositoryPath
        self.remoteUrl = remoteUrl
    }
}
