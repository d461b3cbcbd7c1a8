import Testing

@testable import Sealing

@Suite struct SecretBytesTests {
    @Test func takesBytesAndWipesTheirSource() throws {
        var source = Array("a secret".utf8)
        let secret = try SecretBytes(consuming: &source)
        #expect(source.isEmpty)
        #expect(secret.count == 8)
        #expect(secret.text == "a secret")
        #expect(secret.withBytes { Array($0) } == Array("a secret".utf8))
    }

    @Test func beginsZeroed() throws {
        let secret = try SecretBytes(count: 64) { bytes in
            #expect(bytes.allSatisfy { $0 == 0 })
            bytes[0] = 7
        }
        #expect(secret.withBytes { $0[0] } == 7)
    }

    @Test func canBeEmpty() throws {
        var source: [UInt8] = []
        let secret = try SecretBytes(consuming: &source)
        #expect(secret.isEmpty)
        #expect(secret.text?.isEmpty == true)
        #expect(secret == secret)
    }

    @Test func comparesBytes() throws {
        func make(_ text: String) throws -> SecretBytes {
            var bytes = Array(text.utf8)
            return try SecretBytes(consuming: &bytes)
        }
        #expect(try make("abc") == make("abc"))
        #expect(try make("abc") != make("abd"))
        #expect(try make("abc") != make("abcd"))
    }

    @Test func isNotText() throws {
        var bytes: [UInt8] = [0xFF, 0xFE]
        #expect(try SecretBytes(consuming: &bytes).text == nil)
    }

    @Test func showsNothingOfItself() throws {
        var bytes = Array("plain".utf8)
        let secret = try SecretBytes(consuming: &bytes)
        var dumped = ""
        dump(secret, to: &dumped)
        for shown in ["\(secret)", String(reflecting: secret), dumped] {
            #expect(shown.contains("SecretBytes(5)"))
            #expect(!shown.contains("plain"))
        }
    }

    @Test func canBeSharedByTasks() async throws {
        var bytes = [UInt8](repeating: 1, count: 1 << 20)
        let secret = try SecretBytes(consuming: &bytes)
        await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 { group.addTask { secret.withBytes { $0.reduce(0) { $0 + Int($1) } } } }
            for await sum in group { #expect(sum == 1 << 20) }
        }
    }

    @Test func sodiumHasAVersion() throws {
        #expect(try SodiumLibrary.version().split(separator: ".").count >= 3)
    }
}
