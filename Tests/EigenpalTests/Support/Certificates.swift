import Foundation
import TestSupport

/// Certificates made by the `openssl` command, in a directory of their own.
struct Certificates {
    private let directory: TemporaryDirectory

    /// The authority that signs the others.
    var authority: String { directory.appending("ca.pem") }

    /// Makes an authority.
    init() async throws {
        directory = try TemporaryDirectory()
        try await openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
            "ca.key",
            "-out", "ca.pem", "-subj", "/CN=Acme Test Authority", "-days", "30", "-addext",
            "basicConstraints=critical,CA:TRUE",
        ])
    }

    /// Makes a server's certificate, signed by the authority.
    ///
    /// - Parameters:
    ///   - names: the subject's alternative names, such as `IP:127.0.0.1`.
    ///   - validity: from and until, `YYYYMMDDHHMMSSZ`; the next thirty days where nil.
    /// - Returns: the paths of certificate and key.
    func issue(
        _ name: String, for names: String, validity: (from: String, until: String)? = nil
    ) async throws -> (certificate: String, key: String) {
        try await openssl([
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
            "\(name).key", "-out", "\(name).csr", "-subj", "/CN=\(name)",
        ])
        // `openssl x509` of Debian 12 cannot set a beginning in the past; `openssl ca` can.
        let settings = """
            [ca]
            default_ca = test
            [test]
            database = index-\(name).txt
            new_certs_dir = .
            serial = serial-\(name).txt
            default_md = sha256
            policy = any
            x509_extensions = server
            [any]
            commonName = supplied
            [server]
            subjectAltName = \(names)
            """
        try settings.write(toFile: directory.appending("\(name).cnf"), atomically: true, encoding: .utf8)
        try "".write(toFile: directory.appending("index-\(name).txt"), atomically: true, encoding: .utf8)
        try "01\n".write(toFile: directory.appending("serial-\(name).txt"), atomically: true, encoding: .utf8)
        let dates = validity.map { ["-startdate", $0.from, "-enddate", $0.until] } ?? ["-days", "30"]
        try await openssl(
            [
                "ca", "-batch", "-config", "\(name).cnf", "-cert", "ca.pem", "-keyfile", "ca.key", "-in",
                "\(name).csr",
                "-out", "\(name).pem", "-notext",
            ] + dates)
        return (directory.appending("\(name).pem"), directory.appending("\(name).key"))
    }

    /// Makes a server's certificate that signs itself.
    func selfSigned() async throws -> (certificate: String, key: String) {
        try await openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
            "self.key",
            "-out", "self.pem", "-subj", "/CN=self", "-days", "30", "-addext", "subjectAltName=IP:127.0.0.1",
        ])
        return (directory.appending("self.pem"), directory.appending("self.key"))
    }

    private func openssl(_ arguments: [String]) async throws {
        let result = try await runCommand("openssl", arguments, in: directory.path)
        guard result.exitCode == 0 else {
            throw SetupFailure(
                command: "openssl \(arguments.joined(separator: " "))", output: result.errorOutput)
        }
    }
}

/// A command that a test needs and that failed.
struct SetupFailure: Error {
    let command: String
    let output: String
}
