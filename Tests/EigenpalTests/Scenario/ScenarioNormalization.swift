import Eigenpal
import Foundation

/// Puts what no two servers tell alike in the same words; all else stays as it is.
struct ScenarioNormalization {
    /// Where the server answers.
    let baseURL: String
    private var names: [String: String] = [:]
    private var counts: [String: Int] = [:]

    init(baseURL: String) { self.baseURL = baseURL }

    /// The git dates of the seeded repository, which both servers have.
    private static let seeded = "2023-11-14T22:13:20.000Z"

    /// A value with names for what is random: fields in the order of their names, so that the numbers are the same.
    mutating func callAsFunction(_ value: JSONValue, key: String = "") -> JSONValue {
        switch value {
        case .object(let fields):
            var fields = fields
            // A sealed secret is made of random bytes. How many there are is not.
            for name in ["nonce", "ciphertext", "tag"] where fields["algorithm"] == "aes-256-gcm" {
                fields[name] = fields[name]?.string.map { "<\(Data(base64Encoded: $0)?.count ?? -1) bytes>" }
                    .map(JSONValue.string)
            }
            for name in fields.keys.sorted() { fields[name] = fields[name].map { self($0, key: name) } }
            return .object(fields)
        case .array(let items): return .array(items.map { self($0) })
        case .string(let text): return .string(normal(text))
        // Times that something took, and that are left.
        case .integer, .number: return ["durationMs", "retryAfter"].contains(key) ? "<a time>" : value
        case .null, .bool: return value
        }
    }

    private mutating func normal(_ text: String) -> String {
        var text = text.replacing(baseURL, with: "<server>")
        // Ids: of runs, agents, workflows, files, mail aliases, requests, and of keys of both kinds.
        text = text.replacing(/\b(run|agt|wf|file|eml|req|key|ek)_[a-z2-7]{16}\b/) {
            name(of: String($0.output.0), kind: String($0.output.1))
        }
        // The server's first commit has the moment of its making, and all others come after it; what is hashed of them.
        text = text.replacing(/\b[0-9a-f]{64}\b/) { name(of: String($0.output), kind: "hash") }
        text = text.replacing(/\b[0-9a-f]{40}\b/) { name(of: String($0.output), kind: "commit") }
        text = text.replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) {
            $0.output == Self.seeded ? Self.seeded : "<moment>"
        }
        return text.replacing(/again in \d+ s/, with: "again in <a time>")
    }

    /// The same name for the same thing, by the order in which they come.
    private mutating func name(of thing: String, kind: String) -> String {
        if let name = names[thing] { return name }
        counts[kind, default: 0] += 1
        let name = "<\(kind) \(counts[kind] ?? 0)>"
        names[thing] = name
        return name
    }
}
