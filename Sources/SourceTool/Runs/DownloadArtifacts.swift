import Eigenpal
import EigenpalAPI
import SystemPackage

/// `runs artifacts`: what runs left behind.
public enum RunArtifacts {
    /// Lists what a run left behind.
    ///
    /// - Throws: ``ToolError`` where there is no such run.
    public static func list(
        _ context: ToolContext, run: String
    ) async throws(ToolError) -> Answer<RunArtifactsResponse> {
        let answer = try await context.withRun(run) { client, id in
            try await client.runs.artifacts.list(id)
        }
        return Answer(answer) { style in
            answer.artifacts.isEmpty
                ? ["It left nothing behind"] : RunArtifactLines.lines(answer.artifacts, style)
        }
    }

    /// What to download, and where to.
    public struct Options: Sendable {
        /// The run's id.
        public var run: String
        /// Files or folders; empty for everything.
        public var paths: [String]
        /// `--out`; `-` is standard output.
        public var out: String?
        /// Whether one archive is wanted.
        public var isZip: Bool
        /// Whether what is there is replaced.
        public var isForced: Bool

        /// Options as typed.
        public init(
            run: String, paths: [String] = [], out: String? = nil, isZip: Bool = false, isForced: Bool = false
        ) {
            (self.run, self.paths, self.out) = (run, paths, out)
            (self.isZip, self.isForced) = (isZip, isForced)
        }
    }

    /// Downloads, going on where an earlier download broke off.
    ///
    /// - Returns: nil where standard output got the file itself.
    /// - Throws: ``ToolError`` for what is not there, and for a place that is taken.
    public static func download(
        _ context: ToolContext, _ options: Options
    ) async throws(ToolError) -> DownloadReport? {
        if options.isZip { return try await zip(context, options) }
        return try await context.withRun(options.run) { client, id -> DownloadReport? in
            let all = try await client.runs.artifacts.list(id).artifacts
            let wanted = try select(options.paths, among: all, of: id)
            if options.out == "-" {
                try await pass(wanted, of: id, client, context)
                return nil
            }
            guard !wanted.isEmpty else { return DownloadReport(files: []) }
            let single = options.paths.count == 1 && wanted.count == 1 && wanted[0].path == options.paths[0]
            var files: [DownloadReport.File] = []
            for artifact in wanted {
                let place =
                    single
                    ? try singlePlace(of: artifact, options, context)
                    : try DownloadPlan(
                        folder: context.path(options.out ?? id), isForced: options.isForced
                    ).place(of: artifact.path)
                let bar = TransferBar(artifact.path, context.terminal)
                defer { bar.end() }
                let size = try await client.runs.artifacts.download(
                    id, path: artifact.path, to: place.string, progress: bar.progress)
                files.append(.init(path: artifact.path, file: place.string, size: size))
            }
            return DownloadReport(files: files)
        }
    }

    /// The files that paths name, themselves or by a folder that they are in.
    static func select(
        _ paths: [String], among all: [RunArtifact], of run: String
    ) throws(ToolError) -> [RunArtifact] {
        guard !paths.isEmpty else { return all }
        var wanted: [RunArtifact] = []
        for typed in paths {
            let path = typed.hasSuffix("/") ? String(typed.dropLast()) : typed
            let found = all.filter { $0.path == path || $0.path.hasPrefix("\(path)/") }
            guard !found.isEmpty else {
                throw ToolError(
                    "\(run) left no \(typed) behind", next: "\(ToolVersion.name) runs artifacts list \(run)")
            }
            wanted += found.filter { !wanted.contains($0) }
        }
        return wanted
    }

    /// Where a single file goes: `--out` itself, into it where it is a folder, else here by its own name.
    private static func singlePlace(
        of artifact: RunArtifact, _ options: Options, _ context: ToolContext
    ) throws(ToolError) -> FilePath {
        let name = String(artifact.path.split(separator: "/").last ?? "")
        guard let out = options.out else {
            return try DownloadPlan(folder: context.workingDirectory, isForced: options.isForced).place(
                of: name)
        }
        let place = context.path(out)
        if out.hasSuffix("/") || Files.kind(of: Files.resolved(place) ?? place) == .directory {
            return try DownloadPlan(folder: place, isForced: options.isForced).place(of: name)
        }
        try Files.makeDirectory(Files.parent(of: place))
        try DownloadPlan.requireVacant(place, isForced: options.isForced)
        return place
    }

    private static func zip(
        _ context: ToolContext, _ options: Options
    ) async throws(ToolError) -> DownloadReport? {
        if let path = options.paths.first(where: { $0.contains(",") }) {
            throw .usage("a path with a comma cannot be asked for in an archive: \(path)")
        }
        return try await context.withRun(options.run) { client, id -> DownloadReport? in
            let names = options.paths.isEmpty ? nil : options.paths.joined(separator: ",")
            if options.out == "-" {
                for try await bytes in try await client.runs.artifacts.streamZip(id, files: names).body {
                    try context.terminal.write(bytes)
                }
                return nil
            }
            var place = context.path(options.out ?? "\(id).zip")
            if Files.kind(of: Files.resolved(place) ?? place) == .directory { place.append("\(id).zip") }
            try Files.makeDirectory(Files.parent(of: place))
            try DownloadPlan.requireVacant(place, isForced: options.isForced)
            let bar = TransferBar("\(id).zip", context.terminal)
            defer { bar.end() }
            let size = try await client.runs.artifacts.downloadZip(
                id, files: names, to: place.string, progress: bar.progress)
            return DownloadReport(files: [.init(path: "\(id).zip", file: place.string, size: size)])
        }
    }

    private static func pass(
        _ wanted: [RunArtifact], of id: String, _ client: EigenpalClient, _ context: ToolContext
    ) async throws {
        guard wanted.count == 1 else {
            throw ToolError.usage("--out - takes one file, and these are \(wanted.count); or --zip")
        }
        for try await bytes in try await client.runs.artifacts.stream(id, path: wanted[0].path).body {
            try context.terminal.write(bytes)
        }
    }
}

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
