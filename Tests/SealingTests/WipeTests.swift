import Testing

@testable import Sealing

@Suite struct WipeTests {
    @Test func zeroesTheStorageItself() {
        var bytes = [UInt8](repeating: 9, count: 1000)
        let before = bytes.withBytes { $0.baseAddress }
        wipe(&bytes)
        #expect(bytes == [UInt8](repeating: 0, count: 1000))
        #expect(bytes.withBytes { $0.baseAddress } == before)
    }

    @Test func leavesASharedArrayAlone() {
        var bytes: [UInt8] = [1, 2, 3]
        let shared = bytes
        wipe(&bytes)
        #expect(bytes == [0, 0, 0])
        #expect(shared == [1, 2, 3])
    }

    @Test func takesNothing() {
        var bytes: [UInt8] = []
        wipe(&bytes)
        #expect(bytes.isEmpty)
    }
}
