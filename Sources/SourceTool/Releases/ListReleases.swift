import Eigenpal
import EigenpalAPI
import Git
import SourceFormat
import SourceRepository

/// `releases`: the versions of a package, or the highest of each, from the tags of the checkout.
public enum ListReleases {
    /// What is listed.
    public enum Answer: Renderable {
        /// The releases of one package.
        case package(ReleasesReport)
        /// The highest release of every package.
        case all(LatestReleasesReport)

        /// Writes the report itself.
        public func encode(to encoder: any Encoder) throws {
            switch self {
            case .package(let report): try report.encode(to: encoder)
            case .all(let report): try report.encode(to: encoder)
            }
        }

        /// The report's lines.
        public func lines(_ style: Style) -> [String] {
            switch self {
            case .package(let report): report.lines(style)
            case .all(let report): report.lines(style)
            }
        }
    }

    /// Lists the releases of one package, highest version first, or, where none is named and none is around, the highest
    /// of each. Reads tags and nothing else, unless the server is asked too.
    ///
    /// - Parameter comparesWithServer: asks the server and tells each release's whereabouts.
    /// - Throws: ``ToolError`` for a package that neither has a release nor is there.
    public static func run(
        _ context: ToolContext, package argument: String? = nil, comparesWithServer: Bool = false
    ) async throws(ToolError) -> Answer {
        let checkout = try context.openCheckout()
        guard argument != nil || comparesWithServer || checkout.packageHere() != nil else {
            return .all(LatestReleasesReport(try latest(in: checkout)))
        }
        let path = try PackageArgument.resolve(argument, in: checkout, context)
        let index = try ReleaseIndex(of: path, in: checkout)
        for tag in index.lightweight(of: path) {
            context.terminal.warn("\(tag.tag) is a lightweight tag, and no release")
        }
        let here = index.releases(of: path).map(ReleasesReport.Release.init)
        guard comparesWithServer else {
            if here.isEmpty { try PackageArgument.require(path, in: checkout) }
            return .package(ReleasesReport(package: path, releases: here, isCompared: false))
        }
        let answer = try await context.withClient { client in
            try await client.source.releases(packagePath: path.description)
        }
        return .package(
            ReleasesReport(package: path, releases: compared(here, answer.releases), isCompared: true))
    }

    private static func latest(in checkout: Checkout) throws(ToolError) -> [Release] {
        if let found = checkout.place.flatMap({ ReleaseIndex.latest(in: $0) }) { return found }
        return try attempt { try ReleaseIndex.latest(in: checkout.repository) }
    }

    static func compared(
        _ here: [ReleasesReport.Release], _ there: [SourceReleasesResponse.Release]
    ) -> [ReleasesReport.Release] {
        var rest: [String: SourceReleasesResponse.Release] = [:]
        for item in there { rest[item.version] = item }
        var releases = here.map { release in
            var release = release
            let item = rest.removeValue(forKey: release.version)
            release.place = item == nil ? .here : item?.commit == release.commit ? .both : .differs
            release.serverCommit = release.place == .differs ? item?.commit : nil
            return release
        }
        for item in rest.values {
            releases.append(
                ReleasesReport.Release(
                    version: item.version, tag: item.tag, commit: item.commit, place: .server))
        }
        return releases.sorted { left, right in
            guard let one = try? SemanticVersion(parsing: left.version),
                let other = try? SemanticVersion(parsing: right.version)
            else { return left.version > right.version }
            return one > other
        }
    }
}

extension ReleaseIndex {
    /// Reads the tags of one package, without libgit2 where that can be.
    init(of path: PackagePath, in checkout: Checkout) throws(ToolError) {
        if let found = checkout.place.flatMap({ ReleaseIndex(place: $0, path: path) }) {
            self = found
        } else {
            self = try attempt { try ReleaseIndex(repository: checkout.repository, path: path) }
        }
    }
}

/// The releases of a package.
public struct ReleasesReport: Renderable {
    /// Where a release is.
    public enum Place: String, Sendable, Hashable, Encodable {
        /// In the checkout and on the server.
        case both
        /// In the checkout alone.
        case here
        /// On the server alone.
        case server
        /// In both, at different commits.
        case differs
    }

    /// One release.
    public struct Release: Sendable, Encodable {
        /// The version.
        public var version: String
        /// The tag's name.
        public var tag: String
        /// The commit that was released.
        public var commit: String
        /// When it was tagged, ISO 8601 in UTC; nil where the tag does not say, or is on the server alone.
        public var date: String?
        /// Who tagged it; nil as ``date``.
        public var tagger: String?
        /// The first line of the tag's message; nil as ``date``.
        public var summary: String?
        /// Where it is; nil where the server was not asked.
        public var place: Place?
        /// The commit that the server has for it, where that is another one.
        public var serverCommit: String?

        init(version: String, tag: String, commit: String, place: Place) {
            (self.version, self.tag, self.commit, self.place) = (version, tag, commit, place)
        }

        init(_ release: SourceRepository.Release) {
            version = release.version.description
            tag = release.tag.name
            commit = release.commit.hex
            guard let annotation = release.annotation else { return }
            summary = CommitMessage.summary(annotation.message)
            date = annotation.tagger.map { Timestamp.iso($0.date) }
            tagger = annotation.tagger?.name
        }
    }

    /// The package.
    public let package: PackagePath
    /// Its releases, highest version first.
    public let releases: [Release]
    /// Whether the server was asked.
    public let isCompared: Bool

    /// A line for each release: version, commit, day, message, and where it is.
    public func lines(_ style: Style) -> [String] {
        guard !releases.isEmpty else {
            return ["\(package) has no release yet", "next: eigenpal-src release minor \(package)"]
        }
        let rows = releases.map { release in
            [
                release.version, String(release.commit.prefix(7)), String(release.date?.prefix(10) ?? ""),
                release.summary ?? "", Self.remark(release),
            ]
        }
        var lines = style.table(rows) { column, cell in
            switch column {
            case 0: style.name(cell)
            case 1, 2: style.dim(cell)
            case 4: style.caution(cell)
            default: cell
            }
        }
        if isCompared {
            let differing = releases.filter { $0.place != .both }
            if differing.isEmpty {
                lines.append("The checkout and the server agree")
            } else if differing.contains(where: { $0.place == .server }) {
                lines.append("next: eigenpal-src pull")
            }
        }
        return lines
    }

    private static func remark(_ release: Release) -> String {
        switch release.place {
        case .here: "in this checkout only"
        case .server: "on the server only"
        case .differs: "at \(release.serverCommit?.prefix(7) ?? "another commit") on the server"
        case .both, nil: ""
        }
    }
}
