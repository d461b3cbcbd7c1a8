/// A file to send: on disk, open already, or in memory.
///
/// ```swift
/// try await client.runs.files.upload("run_7", .file(path: "contract.pdf"))
/// try await client.runs.expected.upload("run_7", .file(Array("total: 7".utf8), name: "answer.txt"))
/// ```
///
/// A file on disk is read while it is sent, a piece at a time, and never held in memory as a whole. Its media type, where
/// none is given, is guessed by its name.
public struct FileUpload: Sendable, Hashable {
    /// The name that the server is told, without folders.
    public var name: String
    /// The media type.
    public var contentType: String
    let source: Source

    enum Source: Sendable, Hashable {
        case path(String)
        case descriptor(CInt)
        case bytes([UInt8])
    }

    /// A file on disk. It is opened when it is sent.
    ///
    /// - Parameters:
    ///   - path: where it is.
    ///   - name: its name for the server; the path's last part where nil.
    ///   - contentType: its media type; guessed by the name where nil.
    public static func file(path: String, name: String? = nil, contentType: String? = nil) -> FileUpload {
        let name = name ?? String(path.split(separator: "/").last ?? "file")
        return FileUpload(
            name: name, contentType: contentType ?? MediaType.guess(name), source: .path(path))
    }

    /// A file that is open already, from where it stands to its end. It is not closed.
    ///
    /// - Parameters:
    ///   - handle: the file descriptor, such as a Foundation `FileHandle`'s `fileDescriptor`. What has no size
    ///     of its own, a pipe, is sent in chunks until it ends, and can be sent only once.
    ///   - name: its name for the server.
    ///   - contentType: its media type; guessed by the name where nil.
    public static func file(handle: CInt, name: String, contentType: String? = nil) -> FileUpload {
        FileUpload(name: name, contentType: contentType ?? MediaType.guess(name), source: .descriptor(handle))
    }

    /// A file whose bytes are in memory.
    ///
    /// - Parameters:
    ///   - bytes: what it holds.
    ///   - name: its name for the server.
    ///   - contentType: its media type; guessed by the name where nil.
    public static func file(
        _ bytes: some Sequence<UInt8>, name: String, contentType: String? = nil
    ) -> FileUpload {
        FileUpload(
            name: name, contentType: contentType ?? MediaType.guess(name), source: .bytes(Array(bytes)))
    }
}
