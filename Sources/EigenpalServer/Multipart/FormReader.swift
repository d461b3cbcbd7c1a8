import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import NIOPosix

/// A form that came in: its fields in memory, its files on disk.
struct ReceivedForm: Sendable {
    /// A file of the form.
    struct File: Sendable {
        /// The field's name.
        let field: String
        /// The name that the client gave it, without folders.
        let filename: String
        /// Its media type.
        let mimeType: String?
        /// Its identifier, and its name in the folder it was put into.
        let id: String
        /// Its size in bytes.
        let size: Int
    }

    /// The fields that are no files.
    var fields: [String: String] = [:]
    /// The files, in order.
    var files: [File] = []
}

/// How large the parts of a form may be.
struct FormLimits: Sendable {
    /// All fields together, in bytes.
    let fields: Int
    /// One file, in bytes.
    let file: Int
    /// All files together, in bytes.
    let files: Int
}

extension APIRequest {
    /// Whether the body says that it is a form.
    var isForm: Bool {
        request.headers[.contentType]?.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
            == "multipart/form-data"
    }

    /// Reads the body as a form, its files straight into a folder.
    ///
    /// - Throws: 400 for what is not a form or ends early, 413 beyond the limits, 507 for a full disk. What was written is
    ///   in the folder then, and the caller's to remove.
    func form(into folder: String, _ limits: FormLimits) async throws(APIError) -> ReceivedForm {
        guard let boundary = request.headers[.contentType].flatMap(multipartBoundary) else {
            throw APIError(
                .badRequest, code: "invalid_multipart", field: "content-type",
                "The form's Content-Type has no usable boundary.")
        }
        let most = limits.fields + limits.files + (1 << 20)
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > most {
            throw .formTooLarge("body", most)
        }
        context.admitBody(of: request)
        var reader = FormReader(boundary: boundary, folder: folder, limits: limits)
        do {
            for try await piece in request.body { try await reader.read(piece) }
            return try await reader.finish()
        } catch let error as APIError {
            reader.abandon()
            throw error
        } catch {
            reader.abandon()
            throw APIError(.badRequest, code: "body_incomplete", "The body ended before it was complete.")
        }
    }
}

/// Takes a form apart while it comes in.
private struct FormReader {
    private var parser: MultipartParser
    private let folder: String
    private let limits: FormLimits
    private var form = ReceivedForm()
    private var head: MultipartHead?
    private var text: [UInt8] = []
    private var file: ReceivedFile?
    private var fieldBytes = 0
    private var fileBytes = 0

    init(boundary: String, folder: String, limits: FormLimits) {
        parser = MultipartParser(boundary: boundary)
        (self.folder, self.limits) = (folder, limits)
    }

    mutating func read(_ piece: ByteBuffer) async throws(APIError) {
        let events: [MultipartParser.Event]
        do {
            events = try parser.feed(piece.readableBytesView)
        } catch {
            throw .invalidMultipart(error.reason)
        }
        for event in events {
            switch event {
            case .part(let head): try begin(head)
            case .bytes(let bytes): try await take(bytes)
            case .end: try await end()
            }
        }
    }

    mutating func finish() async throws(APIError) -> ReceivedForm {
        guard parser.isComplete else { throw .invalidMultipart("it ends before its last boundary") }
        return form
    }

    /// Closes a file that was being written.
    mutating func abandon() { file = nil }

    private mutating func begin(_ head: MultipartHead) throws(APIError) {
        self.head = head
        text = []
        guard head.filename != nil else { return }
        let id = Identifier.random(.file)
        file = try ReceivedFile(path: "\(folder)/\(id)", id: id)
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>) async throws(APIError) {
        guard let file else {
            fieldBytes += bytes.count
            guard fieldBytes <= limits.fields else { throw .formTooLarge("fields", limits.fields) }
            text += bytes
            return
        }
        fileBytes += bytes.count
        guard fileBytes <= limits.files else { throw .formTooLarge("files", limits.files) }
        guard file.size + bytes.count <= limits.file else {
            throw .formTooLarge(head?.name ?? "file", limits.file)
        }
        try await file.write(bytes)
    }

    private mutating func end() async throws(APIError) {
        guard let head else { return }
        self.head = nil
        if let file {
            try await file.finish()
            form.files.append(
                .init(
                    field: head.name, filename: FileNames.base(of: head.filename ?? ""),
                    mimeType: head.contentType, id: file.id, size: file.size))
            self.file = nil
            return
        }
        guard let value = String(validating: text, as: UTF8.self) else {
            throw APIError(
                .badRequest, code: "invalid_encoding", field: head.name,
                "The form's field \(quoted(head.name)) is not UTF-8.")
        }
        guard form.fields.updateValue(value, forKey: head.name) == nil else {
            throw APIError(
                .badRequest, code: "repeated_parameter", field: head.name,
                "The form has \(quoted(head.name)) more than once.")
        }
    }
}

extension APIError {
    static func invalidMultipart(_ reason: String) -> APIError {
        APIError(
            .badRequest, code: "invalid_multipart", "The body is not multipart/form-data: \(reason).")
    }

    fileprivate static func formTooLarge(_ field: String, _ limit: Int) -> APIError {
        APIError(
            .contentTooLarge, code: "body_too_large", field: field,
            "\(quoted(field)) is larger than \(limit) bytes.")
    }
}
