import NIOSSL

/// What a failure of TLS is about.
enum TLSProblem {
    /// The certificate's chain was rejected.
    static let untrusted = "its certificate is not from an authority that is trusted here"
    /// The certificate's chain was rejected, and its dates were not looked at.
    static let untrustedOrExpired =
        "its certificate has expired, or is not from an authority that is trusted here"

    /// What happened, for people; nil for an error that is none of TLS.
    static func reason(of error: any Error) -> String? {
        switch error {
        case let error as NIOSSLExtraError:
            error == .failedToValidateHostname
                ? "its certificate is for another host" : "TLS failed: \(error.description)"
        case let error as NIOSSLError:
            if case .handshakeFailed(let cause) = error { handshake(cause) } else { "TLS failed: \(error)" }
        case let error as BoringSSLError: handshake(error)
        default: nil
        }
    }

    private static func handshake(_ error: BoringSSLError) -> String {
        let words = "\(error)"
        if words.contains("CERTIFICATE_VERIFY_FAILED") { return untrusted }
        if words.contains("WRONG_VERSION_NUMBER") || words.contains("HTTP_REQUEST") {
            return "it does not speak TLS; is the base URL http?"
        }
        if case .zeroReturn = error { return "the connection was closed while TLS began" }
        return "TLS failed: \(words)"
    }
}
