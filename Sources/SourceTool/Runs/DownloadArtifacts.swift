import Eigenpal
import EigenpalAPI

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
            let plan = DownloadPlan(folder: context.path(options.out ?? id), isForced: options.isForced)
            // All of them before the first is written.
            if !single { for artifact in wanted { try plan.check(artifact.path) } }
            var files: [DownloadReport.File] = []
            for artifact in wanted {
                let place =
                    single
                    ? try DownloadPlan.place(
                        ofSingle: artifact.path, out: options.out, isForced: options.isForced, context)
                    : try plan.place(of: artifact.path)
                files.append(
                    try await context.fetch(artifact.path, to: place) { place, progress in
                        try await client.runs.artifacts.download(
                            id, path: artifact.path, to: place, progress: progress)
                    })
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

    private static func zip(
        _ context: ToolContext, _ options: Options
    ) async throws(ToolError) -> DownloadReport? {
        try await context.withRun(options.run) { client, id -> DownloadReport? in
            let names = try await archived(options.paths, of: id, client)
            if options.out == "-" {
                for try await bytes in try await client.runs.artifacts.streamZip(id, files: names).body {
                    try context.terminal.write(bytes)
                }
                return nil
            }
            let place = try DownloadPlan.place(
                ofSingle: "\(id).zip", out: options.out, isForced: options.isForced, context)
            let file = try await context.fetch("\(id).zip", to: place) { place, progress in
                try await client.runs.artifacts.downloadZip(id, files: names, to: place, progress: progress)
            }
            return DownloadReport(files: [file])
        }
    }

    /// What an archive is asked for: names below `output/`, with commas between; nil for all of them.
    private static func archived(
        _ paths: [String], of id: String, _ client: EigenpalClient
    ) async throws -> String? {
        guard !paths.isEmpty else { return nil }
        let wanted = try select(paths, among: try await client.runs.artifacts.list(id).artifacts, of: id)
        let names = try wanted.map { (artifact) throws(ToolError) in
            guard artifact.path.hasPrefix("output/") else {
                throw .usage("an archive has what is below output/, and \(artifact.path) is not")
            }
            guard !artifact.path.contains(",") else {
                throw .usage("a path with a comma cannot be asked for in an archive: \(artifact.path)")
            }
            return String(artifact.path.dropFirst(7))
        }
        return names.joined(separator: ",")
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
