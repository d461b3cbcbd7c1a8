import CProcess

/// Reads `multipart/form-data` (RFC 7578) as it comes in, in pieces of any size.
///
/// A part's bytes are handed on as they come; what is kept meanwhile is never more than a boundary or a part's headers.
struct MultipartParser {
    /// What the reader came upon.
    enum Event: Equatable {
        /// A part begins.
        case part(MultipartHead)
        /// Bytes of the part.
        case bytes(ArraySlice<UInt8>)
        /// The part is whole.
        case end
    }

    /// Why a body is not `multipart/form-data`.
    struct Failure: Error, Equatable {
        /// The reason for people.
        let reason: String
    }

    /// The most bytes of a part's headers.
    static let maximumHead = 16 << 10
    /// The most parts.
    static let maximumParts = 1_000
    /// The most spaces behind a boundary.
    private static let maximumPadding = 64

    private enum State { case preamble, boundary, head, body, epilogue }

    private let delimiter: [UInt8]
    private var state = State.preamble
    private var parts = 0
    /// What cannot be told yet. The first boundary has no line before it, so that it begins as if it had one.
    private var buffer: [UInt8] = [13, 10]

    /// A reader for a boundary, as the `Content-Type` names it.
    init(boundary: String) { delimiter = Array("\r\n--\(boundary)".utf8) }

    /// Whether the last boundary was there.
    var isComplete: Bool { state == .epilogue }

    /// Reads the next piece.
    ///
    /// - Throws: ``Failure`` for what cannot be such a body; nothing may be fed after that.
    mutating func feed(_ bytes: some Sequence<UInt8>) throws(Failure) -> [Event] {
        guard state != .epilogue else { return [] }
        buffer.append(contentsOf: bytes)
        var events: [Event] = []
        var start = 0
        while try step(&start, &events) {}
        buffer = state == .epilogue ? [] : Array(buffer[start...])
        return events
    }

    /// Reads one piece of the grammar.
    ///
    /// - Returns: whether there may be more to read.
    private mutating func step(_ start: inout Int, _ events: inout [Event]) throws(Failure) -> Bool {
        switch state {
        case .preamble, .body:
            let found = find(delimiter, from: start)
            // A delimiter may have begun at the end.
            let end = found ?? max(start, buffer.count - (delimiter.count - 1))
            if state == .body, end > start { events.append(.bytes(buffer[start..<end])) }
            start = end
            guard found != nil else { return false }
            if state == .body { events.append(.end) }
            start += delimiter.count
            state = .boundary
            return true
        case .boundary:
            guard buffer.count - start >= 2 else { return false }
            if buffer[start] == UInt8(ascii: "-"), buffer[start + 1] == UInt8(ascii: "-") {
                state = .epilogue
                return false
            }
            guard let end = find([13, 10], from: start) else {
                guard buffer.count - start <= Self.maximumPadding else {
                    throw Failure(reason: "a boundary is not at the end of its line")
                }
                return false
            }
            guard buffer[start..<end].allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else {
                throw Failure(reason: "a boundary is not at the end of its line")
            }
            start = end + 2
            state = .head
            return true
        case .head:
            guard let end = find([13, 10, 13, 10], from: start) else {
                guard buffer.count - start <= Self.maximumHead else {
                    throw Failure(reason: "a part's headers are longer than \(Self.maximumHead) bytes")
                }
                return false
            }
            guard end - start <= Self.maximumHead else {
                throw Failure(reason: "a part's headers are longer than \(Self.maximumHead) bytes")
            }
            parts += 1
            guard parts <= Self.maximumParts else {
                throw Failure(reason: "it has more than \(Self.maximumParts) parts")
            }
            events.append(.part(try MultipartHead(buffer[start..<end])))
            start = end + 4
            state = .body
            return true
        case .epilogue:
            return false
        }
    }

    private func find(_ wanted: [UInt8], from start: Int) -> Int? {
        buffer.withUnsafeBytes { bytes -> Int? in
            guard let base = bytes.baseAddress, start < bytes.count,
                let found = eigenpal_memmem(base + start, bytes.count - start, wanted, wanted.count)
            else { return nil }
            return found - base
        }
    }
}

/// The boundary of a `Content-Type` of `multipart/form-data`; nil for another type, or a boundary that none may have.
func multipartBoundary(_ contentType: String) -> String? {
    guard let (type, parameters) = headerParameters(contentType), type == "multipart/form-data",
        let boundary = parameters["boundary"], (1...70).contains(boundary.utf8.count),
        boundary.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }), !boundary.hasSuffix(" ")
    else { return nil }
    return boundary
}
