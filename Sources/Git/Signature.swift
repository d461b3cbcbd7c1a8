import CLibgit2
import Glibc

/// Who did something, and when.
public struct Signature: Sendable, Hashable {
    /// The person's name.
    public var name: String
    /// The person's e-mail address.
    public var email: String
    /// Seconds since 1970-01-01T00:00:00Z.
    public var date: Int64
    /// Minutes that the person's clock was ahead of UTC.
    public var offsetMinutes: Int32

    /// A signature at a given moment.
    public init(name: String, email: String, date: Int64, offsetMinutes: Int32 = 0) {
        (self.name, self.email, self.date, self.offsetMinutes) = (name, email, date, offsetMinutes)
    }

    /// A signature of this moment, in this machine's time zone.
    public init(name: String, email: String) {
        var now = time(nil)
        var local = tm()
        localtime_r(&now, &local)
        self.init(name: name, email: email, date: Int64(now), offsetMinutes: Int32(local.tm_gmtoff / 60))
    }

    init?(_ signature: UnsafePointer<git_signature>?) {
        guard let signature = signature?.pointee else { return nil }
        self.init(
            name: signature.name.map { String(cString: $0) } ?? "",
            email: signature.email.map { String(cString: $0) } ?? "",
            date: signature.when.time, offsetMinutes: signature.when.offset)
    }

    /// Calls `body` with the signature as libgit2 takes it.
    func withPointer<Result>(
        _ functions: UnsafePointer<libgit2_functions>,
        _ body: (UnsafePointer<git_signature>) throws(GitError) -> Result
    ) throws(GitError) -> Result {
        var pointer: UnsafeMutablePointer<git_signature>?
        try check(
            functions.pointee.git_signature_new(
                &pointer, Self.cleaned(name), Self.cleaned(email), date, offsetMinutes), functions,
            "the signature \(name) <\(email)>")
        guard let pointer else { throw .invalidName("the signature \(name) <\(email)>") }
        defer { functions.pointee.git_signature_free(pointer) }
        return try body(pointer)
    }

    /// Leaves out what would end the line or the field in an object's header, as git does.
    private static func cleaned(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !["<", ">", "\n", "\r", "\0"].contains(scalar) {
            scalars.append(scalar)
        }
        return String(scalars)
    }
}
