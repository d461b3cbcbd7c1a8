import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import EigenpalServer

/// When a connection closes that was told to, by how far its answer has come.
@Suite struct LastBytesTests {
    /// A connection whose answer waits to be sent.
    private func waiting() throws -> (EmbeddedChannel, EventLoopFuture<Void>) {
        let channel = EmbeddedChannel(handler: LastBytesHandler(limit: .seconds(5)))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        channel.write(HTTPResponsePart.end(nil), promise: nil)
        return (channel, channel.close())
    }

    @Test func waitsForTheEndOfTheAnswer() throws {
        let (channel, closed) = try waiting()
        channel.embeddedEventLoop.advanceTime(by: .seconds(4))
        #expect(channel.isActive)
        channel.flush()
        try closed.wait()
        #expect(!channel.isActive)
    }

    @Test func waitsForNoReaderThatTakesNothing() throws {
        let (channel, _) = try waiting()
        channel.embeddedEventLoop.advanceTime(by: .seconds(5))
        #expect(!channel.isActive)
    }

    @Test func waitsOnce() throws {
        let (channel, _) = try waiting()
        #expect(channel.isActive)
        channel.close(promise: nil)
        #expect(!channel.isActive)
    }

    @Test func withNothingToSendItClosesAtOnce() throws {
        let channel = EmbeddedChannel(handler: LastBytesHandler(limit: .seconds(5)))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        try channel.close().wait()
        #expect(!channel.isActive)
    }
}
