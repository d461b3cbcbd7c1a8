/// A form with files, `multipart/form-data` as browsers send it: RFC 7578, with the names' escapes of the WHATWG.
struct MultipartForm: Sendable {
    /// Text fields, sent first and in this order.
    var fields: [(name: String, value: String)] = []
    /// Files, sent after the fields and in this order; a name may come more than once.
    var files: [(name: String, file: FileUpload)] = []
    /// Told what was sent: bytes of the whole body.
    var progress: TransferProgress?

    /// The form as a body that is read from the disk while it is sent.
    ///
    /// - Parameters:
    ///   - boundary: what the parts are divided by; a random one where nil.
    ///   - activity: told whenever a piece has been sent.
    /// - Throws: ``EigenpalError/file(path:reason:)`` for a file that cannot be read, and
    ///   ``EigenpalError/invalidArgument(_:)`` for a media type that is none.
    func body(boundary: String? = nil, activity: TransferActivity) throws(EigenpalError) -> RequestBody {
        let boundary = boundary ?? Self.randomBoundary()
        var pieces: [UploadBody.Piece] = []
        var length: Int64? = 0
        func append(_ text: String) {
            let bytes = Array(text.utf8)
            length = length.map { $0 + Int64(bytes.count) }
            pieces.append(.bytes(bytes))
        }
        for field in fields {
            append("--\(boundary)\r\n\(Self.disposition(field.name))\r\n\r\n\(field.value)\r\n")
        }
        for (name, file) in files {
            guard !file.contentType.isEmpty,
                file.contentType.utf8.allSatisfy({ (0x20..<0x7F).contains($0) })
            else {
                throw .invalidArgument("the media type of \(file.name) is not printable ASCII")
            }
            append("--\(boundary)\r\n\(Self.disposition(name)); filename=\"\(Self.escaped(file.name))\"\r\n")
            append("Content-Type: \(file.contentType)\r\n\r\n")
            let piece = try UploadBody.Piece(file)
            if let size = piece.length { length = length.map { $0 + size } } else { length = nil }
            pieces.append(piece)
            append("\r\n")
        }
        append("--\(boundary)--\r\n")
        return .stream(
            UploadBody(pieces: pieces, total: length, activity: activity, progress: progress),
            length: length, contentType: "multipart/form-data; boundary=\(boundary)")
    }

    private static func disposition(_ name: String) -> String {
        "Content-Disposition: form-data; name=\"\(escaped(name))\""
    }

    /// A name between quotation marks. The WHATWG escapes the mark, CR and LF; other control characters would not
    /// survive the way through a server either, and are escaped as the Python SDK does.
    static func escaped(_ name: String) -> String {
        var escaped = ""
        for scalar in name.unicodeScalars {
            if scalar == "\"" || scalar.value < 0x20 {
                escaped += PercentEncoding.encode(String(scalar))
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func randomBoundary() -> String {
        var boundary = ""
        for _ in 0..<2 {
            let digits = String(UInt64.random(in: .min ... .max), radix: 16)
            boundary += String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }
        return boundary
    }
}

extension Request {
    /// The request with a form as its body; it is late only when it stands still.
    func sending(_ form: MultipartForm) throws(EigenpalError) -> Request {
        let activity = TransferActivity()
        var request = self
        request.content = .body(try form.body(activity: activity))
        request.activity = activity
        return request
    }
}
