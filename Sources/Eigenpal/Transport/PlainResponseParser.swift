import AsyncHTTPClient
import NIOHTTP1

/// Reads one answer of HTTP/1.1 as it arrives, as strictly as servers are expected to write it.
struct PlainResponseParser {
    /// The most bytes of a head.
    private static let largestHead = 1 << 17

    private enum Form {
        /// So many bytes.
        case length(Int)
        case chunked
        /// Whatever comes before the connection ends.
        case untilEnd
    }

    private let limits: (success: Int, failure: Int)
    /// What has arrived and is not read yet, from ``place`` on.
    private var bytes: [UInt8] = []
    private var place = 0
    private var head: (status: Int, headers: [RawResponse.Header], form: Form)?
    private var body: [UInt8] = []

    /// - Parameter limits: the most bytes of the body of a success, and how many are read of another.
    init(limits: (success: Int, failure: Int)) { self.limits = limits }

    /// Takes what arrived; the answer where it is whole.
    ///
    /// - Throws: `HTTPParserError`, ``ResponseTooLarge``.
    mutating func take(_ part: ArraySlice<UInt8>) throws -> RawResponse? {
        bytes += part
        while head == nil {
            guard let end = endOfHead() else {
                guard bytes.count - place <= Self.largestHead else { throw HTTPParserError.headerOverflow }
                try requireBeginning()
                return nil
            }
            let (status, headers) = try Self.head(bytes[place..<end])
            place = end
            // What comes before the answer proper, as 100 Continue.
            if 100..<200 ~= status, status != 101 { continue }
            head = (status, headers, try Self.form(status, headers))
        }
        return try takeBody()
    }

    /// The answer, now that the connection has ended.
    ///
    /// - Throws: `HTTPClientError.remoteConnectionClosed` where it is not whole.
    mutating func end() throws -> RawResponse {
        guard let head, case .untilEnd = head.form else { throw HTTPClientError.remoteConnectionClosed }
        return answer(head.status, head.headers)
    }

    private func answer(_ status: Int, _ headers: [RawResponse.Header]) -> RawResponse {
        RawResponse(status: status, headers: headers, body: body)
    }

    // MARK: The head

    private func endOfHead() -> Int? {
        var index = place
        while let line = bytes[index...].firstIndex(of: 0x0A) {
            let next = line + 1
            if next < bytes.count, bytes[next] == 0x0A { return next + 1 }
            if next + 1 < bytes.count, bytes[next] == 0x0D, bytes[next + 1] == 0x0A { return next + 2 }
            index = next
        }
        return nil
    }

    /// Refuses what cannot become an answer before it is waited for.
    private func requireBeginning() throws {
        let beginning = bytes[place...].prefix(7)
        guard "HTTP/1.".utf8.starts(with: beginning) else { throw HTTPParserError.invalidConstant }
    }

    private static func head(
        _ bytes: ArraySlice<UInt8>
    ) throws -> (status: Int, headers: [RawResponse.Header]) {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            line.last == 0x0D ? line.dropLast() : line
        }
        let first = String(decoding: lines.removeFirst(), as: UTF8.self)
        let words = first.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count >= 2, words[0] == "HTTP/1.1" || words[0] == "HTTP/1.0" else {
            throw HTTPParserError.invalidVersion
        }
        guard words[1].utf8.count == 3, let status = Int(words[1]), status >= 100 else {
            throw HTTPParserError.invalidStatus
        }
        var headers: [RawResponse.Header] = []
        for line in lines where !line.isEmpty {
            guard let colon = line.firstIndex(of: 0x3A), colon > line.startIndex,
                line[..<colon].allSatisfy(isNameByte),
                line[colon...].allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 })
            else { throw HTTPParserError.invalidHeaderToken }
            let value = String(decoding: line[(colon + 1)...], as: UTF8.self)
            headers.append(
                .init(name: String(decoding: line[..<colon], as: UTF8.self), value: trimmed(value)))
        }
        return (status, headers)
    }

    private static func form(_ status: Int, _ headers: [RawResponse.Header]) throws -> Form {
        if status == 204 || status == 304 { return .length(0) }
        let encodings = headers.filter { $0.name.lowercased() == "transfer-encoding" }.map(\.value)
        let lengths = Set(headers.filter { $0.name.lowercased() == "content-length" }.map(\.value))
        if !encodings.isEmpty {
            guard lengths.isEmpty, encodings.count == 1, encodings[0].lowercased() == "chunked" else {
                throw HTTPParserError.unexpectedContentLength
            }
            return .chunked
        }
        guard let text = lengths.first else { return .untilEnd }
        guard lengths.count == 1, (1...15).contains(text.utf8.count),
            text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let length = Int(text)
        else { throw HTTPParserError.invalidContentLength }
        return .length(length)
    }

    private static func trimmed(_ value: String) -> String {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        let rest = value.utf8.drop(while: isBlank)
        let count = rest.count - rest.reversed().prefix(while: isBlank).count
        return String(decoding: rest.prefix(count), as: UTF8.self)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    // MARK: The body

    private mutating func takeBody() throws -> RawResponse? {
        guard let (status, headers, form) = head else { return nil }
        let isSuccess = 200..<300 ~= status
        let limit = isSuccess ? limits.success : limits.failure
        var isWhole = false
        switch form {
        case .length(let length):
            if length > limit, isSuccess { throw ResponseTooLarge() }
            move(length - body.count)
            isWhole = body.count == length
        case .untilEnd: move(bytes.count - place)
        case .chunked: isWhole = try takeChunks(upTo: limit)
        }
        if body.count > limit {
            if isSuccess { throw ResponseTooLarge() }
            body.removeLast(body.count - limit)
            isWhole = true
        }
        return isWhole ? answer(status, headers) : nil
    }

    /// How much of the chunk that is being read is still to come.
    private var restOfChunk = 0

    /// Reads chunks; true where the last one was read, and what may follow it.
    private mutating func takeChunks(upTo limit: Int) throws -> Bool {
        while body.count <= limit {
            if restOfChunk > 0 {
                let before = body.count
                move(restOfChunk)
                restOfChunk -= body.count - before
                guard restOfChunk == 0 else { return false }
                isBehindChunk = true
            }
            guard let end = bytes[place...].firstIndex(of: 0x0A) else {
                guard bytes.count - place <= 4_096 else { throw HTTPParserError.invalidChunkSize }
                return false
            }
            var line = bytes[place..<end]
            if line.last == 0x0D { line = line.dropLast() }
            place = end + 1
            if isLast {
                // Fields behind the last chunk say nothing that is asked for; an empty line ends them.
                if line.isEmpty { return true }
            } else if isBehindChunk {
                guard line.isEmpty else { throw HTTPParserError.invalidChunkSize }
                isBehindChunk = false
            } else {
                let digits = line.prefix { $0 != 0x3B && $0 != 0x20 }
                guard (1...8).contains(digits.count),
                    let size = Int(String(decoding: digits, as: UTF8.self), radix: 16), size >= 0
                else { throw HTTPParserError.invalidChunkSize }
                (restOfChunk, isLast) = (size, size == 0)
            }
        }
        return false
    }

    /// Whether the line break behind a chunk is still to come.
    private var isBehindChunk = false
    /// Whether the chunk of no bytes was read.
    private var isLast = false

    private mutating func move(_ count: Int) {
        let end = min(bytes.count, place + max(0, count))
        body += bytes[place..<end]
        place = end
        if place == bytes.count {
            bytes.removeAll(keepingCapacity: true)
            place = 0
        }
    }
}
