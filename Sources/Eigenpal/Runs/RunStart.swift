import EigenpalAPI

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A run that is to be started, and the request that does it.
struct RunStart {
    var target: RunTarget
    var input: [String: RunInputValue]
    var version: String?
    var waitForCompletion: Duration?
    var overrides: RunStartBody.Overrides?
    var metadata: [String: JSONValue]?
    var progress: TransferProgress?

    /// The request: a form where there is a file to send, JSON else.
    ///
    /// - Parameter timeout: how long a request may take that does not wait for a run.
    /// - Throws: ``EigenpalError/invalidArgument(_:)`` for a target, a version or an input that cannot be one, and
    ///   ``EigenpalError/file(path:reason:)`` for a file that cannot be read.
    func request(timeout: Duration) throws(EigenpalError) -> Request {
        let (name, targetVersion) = try target.resolved()
        if let version, let targetVersion, version != targetVersion {
            throw .invalidArgument("the target names version \(targetVersion), and the argument \(version)")
        }
        let wait = try WaitForCompletion(waitForCompletion)
        let query = Query().adding("wait_for_completion", wait.seconds)
            .adding("version", targetVersion ?? RunTarget.unlessLatest(version))
        let request = wait.limiting(Request(.post, ["runs"], query: query), timeout: timeout)
        var body = RunStartBody(target: name, input: [:], overrides: overrides, metadata: metadata)
        var uploads: [(name: String, file: FileUpload)] = []
        // A dictionary has no order; the names' is the same every time.
        for (key, value) in input.sorted(by: { $0.key < $1.key }) {
            if let json = value.json {
                body.input?[key] = json
            } else if let files = value.uploads {
                uploads += files.map { ("files.\(key)", $0) }
            } else if let files = value.references {
                body.files = (body.files ?? [:]).merging([key: files]) { _, last in last }
            } else {
                throw .invalidArgument(
                    "the input \(key) holds a file beside or inside of JSON; a file is an input of its own, "
                        + "or in a list of files")
            }
        }
        guard !uploads.isEmpty else { return request.sending(body) }
        guard body.files == nil else {
            throw .invalidArgument("files to send and files that the server has cannot be mixed in one run")
        }
        var fields = [("target", name), ("input", try Self.text(body.input))]
        if let overrides { fields.append(("overrides", try Self.text(overrides))) }
        if let metadata { fields.append(("metadata", try Self.text(metadata))) }
        return try request.sending(MultipartForm(fields: fields, files: uploads, progress: progress))
    }

    private static func text(_ value: some Encodable) throws(EigenpalError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            throw .invalidArgument("the value to send has no JSON form")
        }
    }
}

/// How long a server is to wait for a run's end before it answers.
struct WaitForCompletion {
    /// Whole seconds, rounded up; nil for not at all.
    let seconds: Int?

    init(_ duration: Duration?) throws(EigenpalError) {
        guard let duration else {
            seconds = nil
            return
        }
        guard duration >= .zero, duration <= .seconds(86_400) else {
            throw .invalidArgument("a run cannot be waited for \(duration); a server waits 600 s at most")
        }
        let (whole, rest) = duration.components
        seconds = Int(whole) + (rest > 0 ? 1 : 0)
    }

    /// The request, with the time that the server waits added to the time that it has for its answer.
    func limiting(_ request: Request, timeout: Duration) -> Request {
        guard let seconds else { return request }
        var request = request
        request.timeLimit = timeout + .seconds(seconds)
        return request
    }
}
