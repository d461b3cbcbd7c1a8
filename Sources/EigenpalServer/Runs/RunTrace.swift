import EigenpalAPI
import HTTPTypes
import Running

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The lines that a runner writes of its work, `trace.jsonl`: each an event in JSON.
enum RunTraceFile {
    /// The most bytes that are read at a time.
    static let limit = 16 << 20

    /// The events of a file; a line that is not JSON is told as `{"text": …}`.
    static func events(_ bytes: some Sequence<UInt8>) -> [JSONValue] {
        Array(bytes).split(separator: 0x0A).map { line in
            JSONValue(bytes: line)
                ?? .object(["text": .string(String(decoding: line, as: UTF8.self))])
        }
    }

    /// The lines of a file; nothing where there is no plain file. A runner may be writing it, and may have put a link
    /// there.
    ///
    /// - Parameters:
    ///   - offset: the byte to begin at, the first of a line.
    ///   - isWhole: false leaves out a last line that is not finished yet.
    static func read(
        _ path: String, from offset: Int = 0, isWhole: Bool
    ) -> (bytes: [UInt8], isCut: Bool) {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { return ([], false) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1,
            lseek(file, offset, SEEK_SET) == offset
        else { return ([], false) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < limit {
            let count = Glibc.read(file, &buffer, min(buffer.count, limit - bytes.count))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        let isCut = bytes.count >= limit
        if isCut || !isWhole { bytes.removeLast(bytes.count - ((bytes.lastIndex(of: 0x0A) ?? -1) + 1)) }
        return (bytes, isCut)
    }
}

extension APIRequest {
    /// What a run's runner has told of its work so far, from a byte of its trace on.
    ///
    /// - Returns: the events, whether there are more, and the byte behind them.
    func traceEvents(
        of run: RunRecord, from offset: Int = 0
    ) async throws(APIError) -> (events: [JSONValue], isCut: Bool, end: Int) {
        let folders = services.runs.folders
        let isOver = run.status.isTerminal
        let path =
            isOver
            ? "\(folders.artifacts(run.id))/trace.jsonl" : "\(folders.work(run.id))/trace.jsonl"
        do {
            return try await RunExecutor.throwing {
                let (bytes, isCut) = RunTraceFile.read(path, from: offset, isWhole: isOver)
                return (RunTraceFile.events(bytes), isCut, offset + bytes.count)
            }
        } catch {
            throw .http(.internalServerError)
        }
    }
}

/// The steps that a workflow's runner tells of: events of the type `step`, the last of each name.
enum RunSteps {
    static func steps(of events: [JSONValue]) -> [JSONValue] {
        var order: [String] = []
        var steps: [String: JSONValue] = [:]
        for event in events where event["type"]?.string == "step" {
            guard let name = (event["stepName"] ?? event["name"])?.string, var fields = event.object else {
                continue
            }
            fields["type"] = nil
            fields["stepName"] = .string(name)
            if steps[name] == nil { order.append(name) }
            steps[name] = .object((steps[name]?.object ?? [:]).merging(fields) { $1 })
        }
        return order.compactMap { steps[$0] }
    }
}

extension RunUsage {
    /// Adds what events of the type `usage` tell: tokens, calls, pages, turns, credits.
    mutating func count(_ events: [JSONValue]) {
        func add(_ value: JSONValue?, to sum: inout Nullable<Double>) {
            guard let number = value?.number, number.isFinite else { return }
            sum = .value((sum.value ?? 0) + number)
        }
        func add(_ value: JSONValue?, to sum: inout Double?) {
            guard let number = value?.number, number.isFinite else { return }
            sum = (sum ?? 0) + number
        }
        for event in events where event["type"]?.string == "usage" {
            add(event["tokens"]?["input"], to: &tokens.input)
            add(event["tokens"]?["output"], to: &tokens.output)
            add(event["tokens"]?["cacheRead"], to: &tokens.cacheRead)
            add(event["tokens"]?["cacheWrite"], to: &tokens.cacheWrite)
            add(event["creditsCharged"], to: &creditsCharged)
            add(event["llmCallCount"], to: &llmCallCount)
            add(event["ocrPagesProcessed"], to: &ocrPagesProcessed)
            add(event["agentTurns"], to: &agentTurns)
        }
    }
}
