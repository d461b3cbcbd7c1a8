import EigenpalAPI
import Git
import SourceFormat
import SourceRepository

extension APIRequest {
    /// An automation's releases, the highest version first.
    func releases(of automation: LocatedAutomation) async throws(APIError) -> [Release] {
        let path = automation.path
        return try await services.repository.use { repository in
            try ReleaseIndex(repository: repository, path: path).releases(of: path)
        }
    }
}

extension Release {
    /// When it was tagged; nil for a tag without a tagger.
    var taggedAt: Timestamp? { annotation?.tagger.map { Timestamp(milliseconds: $0.date * 1_000) } }

    /// The tag's message without the lines' ends around it; nil where there is none.
    var notes: String? {
        guard var message = annotation?.message[...] else { return nil }
        while message.last?.isWhitespace ?? false { message.removeLast() }
        message = message.drop(while: \.isNewline)
        return message.isEmpty ? nil : String(message)
    }
}

extension ListAgentVersionsResponse.Version {
    /// A release as the API lists it.
    init(_ release: Release, isLatest: Bool) {
        self.init(
            version: release.version.description,
            sourceRef: "\(release.path.dottedName)@\(release.version)", tag: release.tag.name,
            commit: release.commit.hex, notes: release.notes, createdAt: release.taggedAt?.iso8601,
            createdByUser: release.annotation?.tagger.map {
                .init(id: $0.email, email: $0.email, name: $0.name.isEmpty ? nil : $0.name, image: nil)
            }, latest: isLatest)
    }
}
