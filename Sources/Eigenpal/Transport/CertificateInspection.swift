import EigenpalAPI
import NIOCore
import NIOPosix
import NIOSSL

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Looks at a certificate that was rejected, to say why: the TLS library says only that it was.
///
/// It opens a connection of its own, reads the certificates that the server shows, and closes it before anything is
/// sent.
enum CertificateInspection {
    /// What is wrong with the certificate of a server; nil where that cannot be told.
    static func problem(of server: BaseURL, timeout: Duration) async -> String? {
        guard let leaf = await certificates(of: server, timeout: timeout).first else { return nil }
        let now = Int64(Date().timeIntervalSince1970)
        let end = Int64(leaf.notValidAfter)
        let start = Int64(leaf.notValidBefore)
        if end < now { return "its certificate expired on \(day(end))" }
        if start > now {
            return "its certificate is not valid before \(day(start)); is this machine's clock right?"
        }
        return nil
    }

    private static func day(_ seconds: Int64) -> String {
        String(APIDate.string(milliseconds: seconds * 1_000).prefix { $0 != "T" })
    }

    private static func certificates(of server: BaseURL, timeout: Duration) async -> [NIOSSLCertificate] {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let shown = loop.makePromise(of: [NIOSSLCertificate].self)
        let host = SocketAddress.isAddress(server.host) ? nil : server.host
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.certificateVerification = .noHostnameVerification
        guard let context = try? NIOSSLContext(configuration: tls) else {
            shown.succeed([])
            return []
        }
        let connected = ClientBootstrap(group: loop).connectTimeout(TimeAmount(timeout))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = try NIOSSLClientHandler(
                        context: context, serverHostname: host,
                        customVerificationCallback: { certificates, verdict in
                            shown.succeed(certificates)
                            verdict.succeed(.failed)
                        })
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .connect(host: server.host, port: server.port)
        connected.whenFailure { shown.fail($0) }
        connected.whenSuccess { channel in
            loop.scheduleTask(in: TimeAmount(timeout)) { channel.close(promise: nil) }
            channel.closeFuture.whenComplete { _ in shown.fail(ChannelError.eof) }
        }
        return (try? await shown.futureResult.get()) ?? []
    }
}

extension SocketAddress {
    fileprivate static func isAddress(_ host: String) -> Bool {
        (try? SocketAddress(ipAddress: host, port: 0)) != nil
    }
}
