import NIOSSL
import SystemPackage

/// The certificate chain and key of an HTTPS server, read and found to belong together.
struct TLSIdentity {
    /// TLS 1.2 and later, HTTP/1.1, with this identity.
    let configuration: TLSConfiguration

    /// Reads the two files.
    ///
    /// - Throws: naming the file that cannot be read or is not PEM, or both when the key is another certificate's.
    init(_ files: ServerConfiguration.TLSFiles) throws(ServerError) {
        try Self.requireReadable(files.certificate, "certificate", option: "--tls-certificate")
        try Self.requireReadable(files.key, "key", option: "--tls-key")
        let chain: [NIOSSLCertificate]
        do { chain = try NIOSSLCertificate.fromPEMFile(files.certificate) } catch {
            throw ServerError("The TLS certificate \(files.certificate) is not a certificate in PEM.")
        }
        guard !chain.isEmpty else { throw ServerError("The TLS certificate \(files.certificate) is empty.") }
        let key: NIOSSLPrivateKey
        // The empty pass phrase keeps an encrypted key from asking at a terminal.
        do { key = try NIOSSLPrivateKey(file: files.key, format: .pem) { setter in setter([UInt8]()) } } catch
        {
            throw ServerError("The TLS key \(files.key) is not an unencrypted private key in PEM.")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        do { _ = try NIOSSLContext(configuration: configuration) } catch {
            throw ServerError(
                "The TLS key \(files.key) does not belong to the certificate \(files.certificate).",
                next: "The server's own certificate must be the first of its file.")
        }
        self.configuration = configuration
    }

    private static func requireReadable(
        _ path: String, _ what: String, option: String
    ) throws(ServerError) {
        do {
            try FileDescriptor.open(FilePath(path), .readOnly).close()
        } catch {
            throw ServerError("The TLS \(what) \(path) (\(option)) cannot be read: \(error).")
        }
    }
}
