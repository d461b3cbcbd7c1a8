import EigenpalServer
import SystemPackage

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the commands print: the answer on standard output, everything else on standard error.
enum Output {
    /// Lines of the answer.
    ///
    /// - Throws: ``ServerError`` where standard output does not take them.
    static func answer(_ lines: String) throws(ServerError) {
        do {
            try FileDescriptor.standardOutput.writeAll(Array((lines + "\n").utf8))
        } catch {
            throw ServerError("The answer could not be written to standard output: \(error)")
        }
    }

    /// A line of talk. A reader that has gone away is no failure of the command.
    static func note(_ line: String) {
        _ = try? FileDescriptor.standardError.writeAll(Array((line + "\n").utf8))
    }

    /// The answer as JSON.
    static func json(_ value: some Encodable) throws(ServerError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else {
            throw ServerError("The answer cannot be encoded.")
        }
        try answer(String(decoding: data, as: UTF8.self))
    }

    /// The answer as a table: columns as wide as what is in them, two spaces between.
    ///
    /// - Throws: ``ServerError`` where standard output does not take it.
    static func table(_ header: [String], _ rows: [[String]]) throws(ServerError) {
        let lines = [header] + rows
        let widths = header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        var table: [String] = []
        for line in lines {
            var text = ""
            for (cell, width) in zip(line, widths) {
                text += cell + String(repeating: " ", count: width - cell.count + 2)
            }
            while text.hasSuffix(" ") { text.removeLast() }
            table.append(text)
        }
        try answer(table.joined(separator: "\n"))
    }
}
