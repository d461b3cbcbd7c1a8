import CLibsodium

/// Bytes of a secret in guarded memory: kept out of swap and core dumps where the system allows it, fenced by
/// unmapped pages, read-only once filled, wiped when the value goes away.
public final class SecretBytes: Sendable {
    // Written only before `init` returns; from then on the pages are read-only.
    private nonisolated(unsafe) let memory: UnsafeMutableRawPointer

    /// The number of bytes.
    public let count: Int

    /// A secret of `count` bytes, written by `fill`, which gets them zeroed.
    ///
    /// - Throws: ``SealingError``, also what `fill` throws; the memory is then wiped.
    public init(
        count: Int, filledBy fill: (UnsafeMutableRawBufferPointer) throws(SealingError) -> Void
    ) throws(SealingError) {
        try Sodium.prepare()
        guard count >= 0, let memory = sodium_malloc(max(count, 1)) else { throw .outOfMemory(bytes: count) }
        sodium_memzero(memory, max(count, 1))
        do throws(SealingError) {
            try fill(UnsafeMutableRawBufferPointer(start: memory, count: count))
        } catch {
            sodium_free(memory)
            throw error
        }
        sodium_mprotect_readonly(memory)
        (self.memory, self.count) = (memory, count)
    }

    /// A secret of the bytes in `source`, which is wiped and left empty.
    ///
    /// - Throws: ``SealingError``; the source is wiped then too.
    public convenience init(consuming source: inout [UInt8]) throws(SealingError) {
        defer {
            wipe(&source)
            source = []
        }
        try self.init(count: source.count) { $0.copyBytes(from: source) }
    }

    deinit {
        sodium_free(memory)
    }

    /// Whether there are no bytes.
    public var isEmpty: Bool { count == 0 }

    /// Calls `body` with the bytes, which must not be kept past the call.
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: memory, count: count))
    }

    /// The bytes as text in ordinary memory, for what can take nothing else (a header, a request's body); nil
    /// where they are not UTF-8.
    public var text: String? {
        withBytes { String(validating: $0, as: UTF8.self) }
    }
}

extension SecretBytes: Equatable {
    /// Whether both hold the same bytes, in a time that tells nothing about them but their count.
    public static func == (left: SecretBytes, right: SecretBytes) -> Bool {
        left.whole == right.whole
    }
}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The number of bytes, never the bytes.
    public var description: String { "SecretBytes(\(count))" }

    /// The number of bytes, never the bytes.
    public var debugDescription: String { description }

    /// Nothing: a dump shows no address either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
