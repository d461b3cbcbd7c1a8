import HTTPTypes
import SourceRepository

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One file of a commit, as the API answers with it.
struct SourceFile: Sendable {
    /// Its bytes.
    let bytes: [UInt8]
    /// Its media type, by its name; `application/octet-stream` for what is not text.
    let contentType: String
    /// Its text; nil for what is not UTF-8, or has NUL bytes in it.
    let text: String?

    private init(path: String, bytes: [UInt8]) {
        self.bytes = bytes
        text = bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
        contentType = text == nil ? "application/octet-stream" : Self.mediaType(of: path)
    }

    /// Reads a file.
    ///
    /// - Throws: 404 when there is none, 400 for a directory or a link, for a path that leaves the repository, and for
    ///   a file beyond the limit.
    static func read(_ path: String, in files: CommitFiles, limit: Int) throws -> SourceFile {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
            throw APIError(
                .badRequest, code: "invalid_path", field: "path",
                "\(quoted(path)) is not a path from the repository's root.",
                hint: "Use / between its parts, and neither `.` nor `..`.")
        }
        guard let entry = try files.entry(at: path) else {
            throw APIError(
                .notFound, code: "file_not_found", field: "path", "There is no file \(quoted(path)).")
        }
        guard entry.isFile else {
            throw APIError(.badRequest, code: "not_a_file", field: "path", "\(quoted(path)) is not a file.")
        }
        guard let bytes = try bytes(path, in: files, limit: limit) else { throw APIError.fileNotFound(path) }
        return SourceFile(path: path, bytes: bytes)
    }

    private static func bytes(_ path: String, in files: CommitFiles, limit: Int) throws(APIError) -> [UInt8]?
    {
        do {
            return try files.read(path, limit: limit)
        } catch {
            guard case .tooLarge = error else { throw APIError(error) }
            throw APIError(
                .badRequest, code: "file_too_large", field: "path",
                "\(quoted(path)) is larger than \(limit) bytes.", hint: "Read it with git.")
        }
    }

    private static func mediaType(of path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        let type =
            switch name.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last?.lowercased()
            {
            case "yaml", "yml": "application/yaml"
            case "json": "application/json"
            case "md": "text/markdown"
            case "csv": "text/csv"
            default: "text/plain"
            }
        return "\(type); charset=utf-8"
    }
}

extension APIError {
    /// There is no such file in that commit.
    fileprivate static func fileNotFound(_ path: String) -> APIError {
        APIError(.notFound, code: "file_not_found", field: "path", "There is no file \(quoted(path)).")
    }
}
