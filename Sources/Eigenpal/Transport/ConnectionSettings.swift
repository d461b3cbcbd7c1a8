import AsyncHTTPClient
import NIOCore
import NIOSSL

/// How connections are made: trust and way.
struct ConnectionSettings: Sendable {
    /// Whether the server's certificate is checked.
    var verifiesTLS: Bool
    /// Authorities that are trusted beside the system's.
    var certificateAuthorities: [NIOSSLCertificate]
    /// The proxy; nil for a direct connection.
    var proxy: ProxyServer?

    /// Reads the authorities of a PEM file.
    ///
    /// - Throws: ``EigenpalError/invalidConfiguration(_:)`` where there is no such file, or no certificate in it.
    static func certificateAuthorities(inFile path: String?) throws(EigenpalError) -> [NIOSSLCertificate] {
        guard let path, !path.isEmpty else { return [] }
        let certificates: [NIOSSLCertificate]
        do {
            certificates = try NIOSSLCertificate.fromPEMFile(path)
        } catch {
            throw .invalidConfiguration(
                "the certificate authority file \(path) cannot be read as PEM: "
                    + "does it exist, and does it hold -----BEGIN CERTIFICATE-----?")
        }
        guard !certificates.isEmpty else {
            throw .invalidConfiguration("the certificate authority file \(path) holds no certificate")
        }
        return certificates
    }

    /// What TLS is told.
    var tls: TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.certificateVerification = verifiesTLS ? .fullVerification : .none
        if !certificateAuthorities.isEmpty {
            tls.additionalTrustRoots = [.certificates(certificateAuthorities)]
        }
        return tls
    }

    /// What the HTTP client is told.
    ///
    /// - Parameters:
    ///   - timeout: how long a connection may take to be made, and the server be silent.
    ///   - usesTLS: whether the server is reached by TLS.
    func httpConfiguration(timeout: Duration, usesTLS: Bool) -> HTTPClient.Configuration {
        let amount = TimeAmount(timeout)
        var configuration = HTTPClient.Configuration()
        if usesTLS { configuration.tlsConfiguration = tls }
        configuration.redirectConfiguration = .disallow
        configuration.timeout = HTTPClient.Configuration.Timeout(connect: amount, read: amount)
        // One request, one attempt: a refused connection is told at once, not after ten seconds of trying again.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        configuration.proxy = proxy?.configuration
        return configuration
    }
}
