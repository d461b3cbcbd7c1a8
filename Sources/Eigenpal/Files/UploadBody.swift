/// The bytes of a body that is partly on disk, a piece at a time.
struct UploadBody: AsyncSequence, Sendable {
    let pieces: [Piece]
    let total: Int64?
    let activity: TransferActivity
    let progress: TransferProgress?

    /// A part of a body.
    enum Piece: Sendable {
        /// Bytes in memory.
        case bytes([UInt8])
        /// A file that is opened when its turn comes, and the size it has by then.
        case file(path: String, length: Int64?)
        /// A file that is open, from `start` on; a pipe where nil.
        case open(LocalFile, start: Int64?, length: Int64?)

        /// A file's bytes. Only what has to be known before it is sent is asked of the disk.
        init(_ upload: FileUpload) throws(EigenpalError) {
            switch upload.source {
            case .bytes(let bytes): self = .bytes(bytes)
            case .path(let path):
                self = .file(path: path, length: try LocalFile.reading(path).size())
            case .descriptor(let descriptor):
                let file = LocalFile(descriptor: descriptor, path: upload.name, isOwned: false)
                if let size = try file.size() {
                    let start = file.position()
                    self = .open(file, start: start, length: Swift.max(size - start, 0))
                } else {
                    self = .open(file, start: nil, length: nil)
                }
            }
        }

        /// How many bytes it has; nil where nobody knows.
        var length: Int64? {
            switch self {
            case .bytes(let bytes): Int64(bytes.count)
            case .file(_, let length), .open(_, _, let length): length
            }
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(body: self) }

    struct Iterator: AsyncIteratorProtocol {
        private let body: UploadBody
        private var next = 0
        private var current: Reading?
        private var sent: Int64 = 0

        init(body: UploadBody) { self.body = body }

        /// The next bytes. That they are asked for means that the ones before have been sent.
        @concurrent
        mutating func next() async throws -> [UInt8]? {
            body.activity.note()
            if sent > 0 { body.progress?(sent, body.total) }
            while true {
                if var reading = current {
                    let bytes = try await reading.next()
                    current = bytes.isEmpty ? nil : reading
                    if bytes.isEmpty { continue }
                    sent += Int64(bytes.count)
                    return bytes
                }
                guard next < body.pieces.count else { return nil }
                let piece = body.pieces[next]
                next += 1
                switch piece {
                case .bytes(let bytes) where bytes.isEmpty: continue
                case .bytes(let bytes):
                    sent += Int64(bytes.count)
                    return bytes
                case .file(let path, let length):
                    let file = try await LocalFile.waiting { () throws(EigenpalError) in
                        try LocalFile.reading(path)
                    }
                    current = Reading(file: file, offset: length == nil ? nil : 0, rest: length)
                case .open(let file, let start, let length):
                    current = Reading(file: file, offset: start, rest: length)
                }
            }
        }
    }

    /// A file that is being read.
    private struct Reading: Sendable {
        let file: LocalFile
        var offset: Int64?
        var rest: Int64?

        /// The next bytes; empty at the end.
        mutating func next() async throws(EigenpalError) -> [UInt8] {
            let count = Int(Swift.min(rest ?? Int64(UploadBody.pieceSize), Int64(UploadBody.pieceSize)))
            guard count > 0 else { return [] }
            let (file, offset) = (file, offset)
            let bytes = try await LocalFile.waiting { () throws(EigenpalError) in
                try file.read(count, at: offset)
            }
            guard !bytes.isEmpty || rest == nil else {
                throw .file(path: file.path, reason: "became shorter while it was sent")
            }
            self.offset = offset.map { $0 + Int64(bytes.count) }
            rest = rest.map { $0 - Int64(bytes.count) }
            return bytes
        }
    }

    private static let pieceSize = 256 << 10
}
