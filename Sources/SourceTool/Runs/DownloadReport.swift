import Eigenpal
import SystemPackage

/// What was downloaded.
public struct DownloadReport: Renderable {
    /// One file.
    public struct File: Sendable, Hashable, Encodable {
        /// Its path as the server names it.
        public let path: String
        /// Where it is.
        public let file: String
        /// Its size in bytes.
        public let size: Int64
    }

    /// The files, in their order.
    public let files: [File]

    /// A line for each.
    public func lines(_ style: Style) -> [String] {
        files.isEmpty
            ? ["There is nothing to download"]
            : files.map { "\($0.file)  \(style.dim(TimeText.size($0.size)))" }
    }
}

extension ToolContext {
    /// Downloads a file, with a bar on a terminal.
    ///
    /// - Parameter download: what gets it, to a place.
    /// - Throws: what `download` throws; where a part of the file has come and is kept, a ``ToolError`` that says so.
    func fetch(
        _ path: String, to place: FilePath,
        _ download: (_ place: String, TransferProgress?) async throws -> Int64
    ) async throws -> DownloadReport.File {
        let bar = TransferBar(path, terminal)
        defer { bar.end() }
        do {
            return .init(path: path, file: place.string, size: try await download(place.string, bar.progress))
        } catch let error as EigenpalError {
            if case .notFound = error { throw error }
            // Where the SDK keeps what it can go on with.
            let part = Files.parent(of: place).appending(".\(place.lastComponent?.string ?? "").part")
            guard Files.kind(of: part) == .file else { throw error }
            var problem = ToolError(translating: error)
            problem.details.append("what has come is kept: the same command goes on from there")
            throw problem
        }
    }
}
