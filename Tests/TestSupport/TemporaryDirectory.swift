import Foundation

/// A fresh directory of its own, removed with everything in it when the value goes away.
public final class TemporaryDirectory: Sendable {
    /// The directory's absolute path, without a slash at its end.
    public let path: String

    /// Makes the directory under `TMPDIR` or `/tmp`.
    public init() throws {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/eigenpal-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw PlatformError(operation: "mkdtemp", code: errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of something in the directory.
    public func appending(_ name: String) -> String { "\(path)/\(name)" }
}

/// A call to the operating system that failed.
public struct PlatformError: Error, CustomStringConvertible {
    /// The call's name.
    public let operation: String
    /// The value of `errno` after it.
    public let code: Int32

    /// What failed and the system's word for why.
    public var description: String { "\(operation): \(String(cString: strerror(code)))" }
}
