import EigenpalAPI
import Foundation
import Testing

/// The quick way to and from JSON, held against the encoder and the decoder.
@Suite struct QuickJSONTests {
    private typealias Body = SourceSecretsEncryptBody
    private typealias Answer = SourceSecretsEncryptResponse

    private static let encoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()

    @Test func writesWhatTheEncoderWrites() throws {
        var author = Author()
        for _ in 0..<1_000 {
            let (body, answer) = (author.body(), author.answer())
            #expect(body.quickJSON == Array(try Self.encoder.encode(body)))
            #expect(answer.quickJSON == Array(try Self.encoder.encode(answer)))
        }
    }

    @Test func readsWhatItWrites() throws {
        var author = Author(escapesControls: false)
        for _ in 0..<1_000 {
            let (body, answer) = (author.body(), author.answer())
            #expect(Body(quickJSON: try #require(body.quickJSON)) == body)
            #expect(Answer(quickJSON: try #require(answer.quickJSON)) == answer)
        }
    }

    @Test func readsOtherWritersWhiteSpaceAndOrder() throws {
        let text = """
            \t{ "secrets" :\r\n [ { "secretName": "A" , "plaintext": "\\/\\"\\\\\\b\\f\\n\\r\\té",
            "sourcePath":"agents\\/a/secrets.enc.yaml"}, {"sourcePath":"", "secretName":"B","plaintext":""}]}\n
            """
        let read = try #require(Body(quickJSON: Array(text.utf8)))
        #expect(read == (try JSONDecoder().decode(Body.self, from: Data(text.utf8))))
        #expect(read.secrets?.map(\.secretName) == ["A", "B"])
    }

    @Test(arguments: [
        "", "{", "[]", "{}x", "{\"plaintext\":null}", "{\"plaintext\":1}", "{\"plaintext\":\"a\",}",
        "{\"plaintext\":\"a\",\"plaintext\":\"b\"}", "{\"plaintext\":\"\\u0041\"}",
        "{\"plaintext\":\"\n\"}",
        "{\"plain\\u0074ext\":\"a\"}", "{\"color\":\"red\"}", "{\"plaintext\":\"\\x\"}",
        "{\"plaintext\":\"a",
        "{\"plaintext\":\"a\\", "{\"secrets\":[{\"plaintext\":\"a\"}]}",
        "{\"secrets\":[],\"secrets\":[]}",
        "{\"secrets\":[{\"secretName\":\"A\",\"plaintext\":\"a\",\"sourcePath\":\"p\",\"more\":{}}]}",
        "\u{FEFF}{}",
    ])
    func leavesTheRestToTheDecoder(text: String) {
        #expect(Body(quickJSON: Array(text.utf8)) == nil)
    }

    @Test func leavesFieldsItDoesNotKnowToTheEncoder() {
        let item = Body.Item(
            sourcePath: "p", secretName: "A", plaintext: "a", additional: ["color": "red"])
        #expect(Body(secrets: [item]).quickJSON == nil)
        #expect(Body(secrets: [], additional: ["color": "red"]).quickJSON == nil)
        let sealed = EncryptedSecret(keyId: "k", nonce: "n", ciphertext: "c", tag: "t")
        #expect(Answer(secrets: ["É": sealed]).quickJSON == nil)
    }

    /// Whatever the quick way reads, the decoder reads as the same.
    @Test func readsNothingThatTheDecoderDoesNot() throws {
        var author = Author(escapesControls: false)
        var taken = 0
        for _ in 0..<4_000 {
            let body = author.damaged(try #require(author.body().quickJSON))
            if let read = Body(quickJSON: body) {
                taken += 1
                // Compared by bytes: texts are equal that are only spelled the same way in another form.
                let decoded = try JSONDecoder().decode(Body.self, from: Data(body))
                #expect(try Self.encoder.encode(read) == Self.encoder.encode(decoded))
            }
            let answer = author.damaged(try #require(author.answer().quickJSON))
            if let read = Answer(quickJSON: answer) {
                taken += 1
                let decoded = try JSONDecoder().decode(Answer.self, from: Data(answer))
                #expect(try Self.encoder.encode(read) == Self.encoder.encode(decoded))
            }
        }
        // Damage inside a text leaves another text: the comparison is not an empty one.
        #expect(taken > 500)
    }
}

/// Makes requests, answers, and damage.
private struct Author {
    var generator = SeededGenerator(seed: 7)
    /// Whether texts hold characters that are escaped by number.
    var escapesControls = true

    init(escapesControls: Bool = true) { self.escapesControls = escapesControls }

    private mutating func text() -> String {
        let usual = [
            "a", "Z", "0", "_", "/", "\"", "\\", "\n", "\t", "\r", "\u{08}", "\u{0C}", "\u{7F}", "é", "漢",
            "😀", "é",
        ]
        let pieces = escapesControls ? usual + ["\u{0}", "\u{1}", "\u{1F}", "\u{0B}"] : usual
        return (0..<Int.random(in: 0...12, using: &generator)).map { _ in
            pieces.randomElement(using: &generator) ?? ""
        }.joined()
    }

    private mutating func maybe<Value>(_ value: Value) -> Value? {
        Bool.random(using: &generator) ? value : nil
    }

    mutating func body() -> SourceSecretsEncryptBody {
        var body = SourceSecretsEncryptBody(
            secrets: (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                .init(sourcePath: text(), secretName: text(), plaintext: text())
            })
        if Bool.random(using: &generator) { body.secrets = nil }
        body.organizationId = maybe(text())
        body.sourcePath = maybe(text())
        body.secretName = maybe(text())
        body.plaintext = maybe(text())
        return body
    }

    private mutating func sealed() -> EncryptedSecret {
        EncryptedSecret(
            algorithm: text(), keyId: text(), nonce: text(), ciphertext: text(), tag: text())
    }

    mutating func answer() -> SourceSecretsEncryptResponse {
        var secrets: [String: EncryptedSecret] = [:]
        for _ in 0..<Int.random(in: 0...6, using: &generator) {
            let letters = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                ["A", "B", "Z", "_", "0", "9", "10"].randomElement(using: &generator) ?? ""
            }
            secrets[letters.joined()] = sealed()
        }
        return SourceSecretsEncryptResponse(encrypted: maybe(sealed()), secrets: maybe(secrets))
    }

    mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...2, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.remove(at: place)
            default: bytes.insert(UInt8.random(in: 0x20...0x7E, using: &generator), at: place)
            }
        }
        return bytes
    }
}
