/// What a part of a form says of itself.
struct MultipartHead: Equatable {
    /// The field's name.
    let name: String
    /// The file's name as the client gave it, which leads nowhere on this machine; nil for a field that is no file.
    let filename: String?
    /// The part's media type.
    let contentType: String?

    /// Describes a part.
    init(name: String, filename: String? = nil, contentType: String? = nil) {
        self.name = name
        self.filename = filename
        self.contentType = contentType
    }

    /// Reads a part's header lines, without the empty one at their end.
    ///
    /// - Throws: ``MultipartParser/Failure`` when they name no field.
    init(_ lines: ArraySlice<UInt8>) throws(MultipartParser.Failure) {
        guard let text = String(validating: lines, as: UTF8.self), !lines.contains(0) else {
            throw .init(reason: "a part's headers are not text in UTF-8")
        }
        var disposition: [String: String]?
        var contentType: String?
        for line in text.split(separator: "\r\n") {
            guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else {
                throw .init(reason: "a part's header has no colon")
            }
            let value = String(line[line.utf8.index(after: colon)...])
            switch line[..<colon].lowercased() {
            case "content-disposition":
                guard let (kind, parameters) = headerParameters(value), kind == "form-data" else {
                    throw .init(reason: "a part is not form-data")
                }
                disposition = parameters
            case "content-type":
                contentType = headerParameters(value)?.value
            default: continue
            }
        }
        guard let disposition, let name = disposition["name"] else {
            throw .init(reason: "a part has no name")
        }
        self.init(
            name: unescaped(name),
            filename: disposition["filename*"].flatMap(extendedValue)
                ?? disposition["filename"].map(unescaped),
            contentType: contentType)
    }
}

/// A header's value in lower case and its parameters, their names in lower case; nil when it has not that form. A
/// parameter's value may be quoted, with backslashes in it.
func headerParameters(_ field: String) -> (value: String, parameters: [String: String])? {
    var rest = Substring(field)
    func trim() { rest = rest.drop { $0 == " " || $0 == "\t" } }
    trim()
    let value = rest.prefix { $0 != ";" }
    rest = rest.dropFirst(value.count)
    var parameters: [String: String] = [:]
    while rest.first == ";" {
        rest.removeFirst()
        trim()
        let name = rest.prefix { $0 != "=" && $0 != ";" }
        rest = rest.dropFirst(name.count)
        guard rest.first == "=" else {
            if name.allSatisfy(\.isWhitespace) { continue }
            return nil
        }
        rest.removeFirst()
        trim()
        var text = ""
        if rest.first == "\"" {
            rest.removeFirst()
            while let character = rest.popFirst(), character != "\"" {
                // Browsers write a quote as %22 and a backslash as it is; only these two are escaped by one.
                if character == "\\", let next = rest.first, next == "\"" || next == "\\" {
                    text.append(rest.removeFirst())
                } else {
                    text.append(character)
                }
            }
            trim()
        } else {
            let token = rest.prefix { $0 != ";" }
            rest = rest.dropFirst(token.count)
            text = String(token.prefix { !$0.isWhitespace })
        }
        parameters[name.lowercased().filter { !$0.isWhitespace }] = text
    }
    guard rest.isEmpty else { return nil }
    return (value.lowercased().filter { !$0.isWhitespace }, parameters)
}

/// A name as forms write it: a quote, a carriage return and a line feed percent-encoded, and nothing else.
private func unescaped(_ text: String) -> String {
    var result = text
    for (code, character) in [("%22", "\""), ("%0D", "\r"), ("%0A", "\n")] {
        result = result.split(separator: code, omittingEmptySubsequences: false).joined(separator: character)
    }
    return result
}

/// The value of an extended parameter (RFC 8187), `UTF-8''na%C3%AFve.txt`.
private func extendedValue(_ text: String) -> String? {
    let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].lowercased() == "utf-8" else { return nil }
    return percentDecoded(parts[2])
}
