import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file of a run on its way to a client: whole, or a range of it (RFC 9110, section 14).
///
/// It always goes as `application/octet-stream` for saving: what a run made is never shown as a page of this server, and
/// clients that take anything else than JSON for a mistake let it through.
struct FileDownload: Sendable {
    /// Where it lies.
    let path: String
    /// The name to save it by.
    let filename: String

    private struct Facts: Sendable {
        let size: Int
        let entityTag: String
    }

    /// The answer that sends it.
    ///
    /// - Throws: 404 when it is gone, 416 for a range that it does not have.
    func response(to request: APIRequest) async throws(APIError) -> APIResponse {
        let facts = try await facts()
        var headers: HTTPFields = [
            .contentType: "application/octet-stream", .acceptRanges: "bytes", .eTag: facts.entityTag,
            .cacheControl: "private, no-cache", .contentDisposition: Self.attachment(filename),
            .xContentTypeOptions: "nosniff",
        ]
        guard !request.request.hasCurrent(facts.entityTag) else {
            return APIResponse(
                empty: .notModified, headers: [.eTag: facts.entityTag, .cacheControl: "private, no-cache"])
        }
        let range = try range(request, facts)
        let wanted = range ?? 0...max(0, facts.size - 1)
        if let range {
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound)/\(facts.size)"
        }
        guard facts.size > 0 else { return APIResponse(ResponseBody(), headers: headers) }
        do {
            let body = try await FileIO().loadFile(path: path, range: wanted, context: request.context)
            return APIResponse(body, status: range == nil ? .ok : .partialContent, headers: headers)
        } catch {
            throw .fileGone(filename)
        }
    }

    private func facts() async throws(APIError) -> Facts {
        let path = path
        let found: Facts?
        do {
            found = try await NIOThreadPool.singleton.runIfActive {
                var status = stat()
                guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
                // Files of a run are written once, and others take their place under other names.
                let tag =
                    "\"\(String(status.st_ino, radix: 36))-\(String(status.st_mtim.tv_sec, radix: 36))-"
                    + "\(String(status.st_mtim.tv_nsec, radix: 36))-\(String(status.st_size, radix: 36))\""
                return Facts(size: Int(status.st_size), entityTag: tag)
            }
        } catch {
            throw .http(.internalServerError)
        }
        guard let found else { throw .fileGone(filename) }
        return found
    }

    /// The range that is asked for; nil for the whole. A request for several gets the whole, as the standard lets a server
    /// do.
    private func range(_ request: APIRequest, _ facts: Facts) throws(APIError) -> ClosedRange<Int>? {
        guard let field = request.request.headers[.range], field.hasPrefix("bytes="), !field.contains(",")
        else {
            return nil
        }
        if let condition = request.request.headers[.ifRange], condition != facts.entityTag { return nil }
        let parts = field.dropFirst("bytes=".count).split(
            separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let (first, last) = (Int(parts[0]), Int(parts[1]))
        let range: Range<Int>
        switch (parts[0].isEmpty, parts[1].isEmpty) {
        case (true, false):
            guard let last, last >= 0 else { return nil }
            range = max(0, facts.size - last)..<facts.size
        case (false, true):
            guard let first, first >= 0 else { return nil }
            range = min(first, facts.size)..<facts.size
        case (false, false):
            guard let first, let last, 0 <= first, first <= last else { return nil }
            range = min(first, facts.size)..<min(last, Int.max - 1, facts.size - 1) + 1
        case (true, true): return nil
        }
        guard let end = range.last else {
            throw APIError(
                .rangeNotSatisfiable, code: "range_not_satisfiable", field: "range",
                "The file has \(facts.size) bytes.", headers: [.contentRange: "bytes */\(facts.size)"])
        }
        return range.lowerBound...end
    }

    /// A `Content-Disposition` for a name: in ASCII, and whole in UTF-8 (RFC 6266).
    static func attachment(_ name: String) -> String {
        let plain = String(
            name.unicodeScalars.map { scalar -> Character in
                let isPlain =
                    scalar.isASCII && scalar.value >= 0x20 && scalar.value != 0x7F && scalar != "\""
                    && scalar != "\\" && scalar != "%"
                return isPlain ? Character(scalar) : "_"
            })
        let encoded = name.utf8.map { byte -> String in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
        return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(encoded)"
    }
}

extension APIError {
    /// A file of a run that is not there.
    static func fileGone(_ name: String) -> APIError {
        APIError(.notFound, code: "file_not_found", field: "path", "There is no file \(quoted(name)).")
    }
}

extension HTTPField.Name {
    static var xContentTypeOptions: Self { Self("X-Content-Type-Options") ?? .contentType }
}
