import EigenpalServer
import SystemPackage

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the commands print: the answer on standard output, everything else on standard error.
enum Output {
    /// A line of the answer.
    static func answer(_ line: String) { write(line, to: .standardOutput) }

    /// A line of talk.
    static func note(_ line: String) { write(line, to: .standardError) }

    /// The answer as JSON.
    static func json(_ value: some Encodable) throws(ServerError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else {
            throw ServerError("The answer cannot be encoded.")
        }
        answer(String(decoding: data, as: UTF8.self))
    }

    /// The answer as a table: columns as wide as what is in them, two spaces between.
    static func table(_ header: [String], _ rows: [[String]]) {
        let lines = [header] + rows
        let widths = header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        for line in lines {
            var text = ""
            for (cell, width) in zip(line, widths) {
                text += cell + String(repeating: " ", count: width - cell.count + 2)
            }
            while text.hasSuffix(" ") { text.removeLast() }
            answer(text)
        }
    }

    // A reader that has gone away is no failure of the command.
    private static func write(_ line: String, to descriptor: FileDescriptor) {
        _ = try? descriptor.writeAll(Array((line + "\n").utf8))
    }
}
