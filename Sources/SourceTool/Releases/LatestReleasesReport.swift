import SourceFormat
import SourceRepository

/// The highest release of every package that has one.
public struct LatestReleasesReport: Renderable {
    /// One package.
    public struct Package: Sendable, Encodable {
        /// The package.
        public let package: PackagePath
        /// The highest.
        public let latest: ReleasesReport.Release
    }

    /// The packages, in order.
    public let packages: [Package]

    /// An answer with what was found.
    init(_ latest: [Release]) {
        packages = latest.map { Package(package: $0.path, latest: ReleasesReport.Release($0)) }
    }

    /// A line for each package: its path, the version, the commit, the day and the message.
    public func lines(_ style: Style) -> [String] {
        guard !packages.isEmpty else { return ["Nothing is released yet"] }
        let rows = packages.map { item in
            [
                "\(item.package)", item.latest.version, String(item.latest.commit.prefix(7)),
                String(item.latest.date?.prefix(10) ?? ""), item.latest.summary ?? "",
            ]
        }
        return style.table(rows) { column, cell in
            column == 0 ? style.name(cell) : column == 2 || column == 3 ? style.dim(cell) : cell
        }
    }
}
