extension FileDownload {
    /// Writes the file to a path, going on where an earlier call broke off.
    ///
    /// - Parameters:
    ///   - path: where it is to be; what is there is replaced when all of the file has come.
    ///   - progress: told what has come, the earlier call's bytes among it.
    /// - Returns: the file's size in bytes.
    /// - Throws: ``EigenpalError``; ``EigenpalError/file(path:reason:)`` where it cannot be written.
    func write(to path: String, progress: TransferProgress?) async throws(EigenpalError) -> Int64 {
        let origin = "\(transport.baseURL) \(request.summary)"
        let part = try await LocalFile.waiting { () throws(EigenpalError) in
            try PartFile(for: path, origin: origin)
        }
        do throws(EigenpalError) {
            return try await write(to: part, progress: progress)
        } catch {
            part.abandon()
            throw error
        }
    }

    private func write(
        to part: PartFile, progress: TransferProgress?
    ) async throws(EigenpalError) -> Int64 {
        if let kept = part.kept {
            var request = request
            request.headers += [("Range", "bytes=\(kept.size)-"), ("If-Range", kept.validator)]
            let answer = try await open(request, orStatus: 416)
            switch Continuation(of: answer, after: kept) {
            case .rest(let total):
                return try await receive(answer, into: part, after: kept.size, total: total, progress)
            case .nothingLeft:
                try await LocalFile.waiting { () throws(EigenpalError) in try part.finish() }
                progress?(kept.size, kept.size)
                return kept.size
            case .whole: return try await receive(answer, into: part, progress)
            case .unusable: break
            }
        }
        return try await receive(try await open(request), into: part, progress)
    }

    /// Writes a whole file, from its beginning.
    private func receive(
        _ answer: ResponseStream, into part: PartFile, _ progress: TransferProgress?
    ) async throws(EigenpalError) -> Int64 {
        guard answer.status != 206 else {
            throw .decoding(
                EigenpalError.Failure(
                    request: request.summary, status: 206,
                    message:
                        "\(transport.baseURL) answered with a part of a file that was asked for as a whole"
                ))
        }
        let validator = answer.strongETag
        try await LocalFile.waiting { () throws(EigenpalError) in try part.restart(validator: validator) }
        return try await receive(answer, into: part, after: 0, total: answer.contentLength, progress)
    }

    private func receive(
        _ answer: ResponseStream, into part: PartFile, after start: Int64, total: Int64?,
        _ progress: TransferProgress?
    ) async throws(EigenpalError) -> Int64 {
        var size = start
        progress?(size, total)
        for try await bytes in answer.body {
            try await LocalFile.waiting { () throws(EigenpalError) in try part.append(bytes) }
            size += Int64(bytes.count)
            progress?(size, total)
        }
        // A cancelled request's body ends early, without an error of its own.
        guard !Task.isCancelled else { throw .cancelled }
        guard total == nil || total == size else {
            throw .unreachable(
                baseURL: transport.baseURL.description,
                reason: "the file broke off after \(size) of \(total ?? 0) bytes")
        }
        try await LocalFile.waiting { () throws(EigenpalError) in try part.finish() }
        return size
    }

    /// What a server answers to the question for the rest of a file, RFC 9110 section 14.
    private enum Continuation {
        /// The rest, of a file of so many bytes.
        case rest(total: Int64?)
        /// There is none: all was there before.
        case nothingLeft
        /// The whole file, because it has changed or is never sent in parts.
        case whole
        /// Something that does not fit what is there.
        case unusable

        init(of answer: ResponseStream, after kept: PartFile.Kept) {
            let isSame = answer.header("etag") == nil || answer.header("etag") == kept.validator
            let range = answer.header("content-range").flatMap(ContentRange.init)
            switch answer.status {
            case 206:
                self = isSame && range?.first == kept.size ? .rest(total: range?.total) : .unusable
            case 416:
                self = isSame && range?.first == nil && range?.total == kept.size ? .nothingLeft : .unusable
            default: self = .whole
            }
        }
    }
}

/// A `Content-Range` header: `bytes 5-9/10`, `bytes 5-9/*` or `bytes */10`.
struct ContentRange {
    /// The first byte's place; nil for none.
    var first: Int64?
    /// The size of the whole; nil where nobody knows.
    var total: Int64?

    /// Reads a header; nil where it is none of these.
    init?(_ text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 2, parts[0].lowercased() == "bytes" else { return nil }
        let sides = parts[1].split(separator: "/", omittingEmptySubsequences: false)
        guard sides.count == 2 else { return nil }
        if sides[0] != "*" {
            let ends = sides[0].split(separator: "-", omittingEmptySubsequences: false)
            guard ends.count == 2, let first = Int64(ends[0]), Int64(ends[1]) != nil else { return nil }
            self.first = first
        }
        total = sides[1] == "*" ? nil : Int64(sides[1])
    }
}
