extension DotenvFile {
    /// Fills in `${NAME}` and `${NAME:-default}`, as python-dotenv does it: in all values, whatever their quotes,
    /// with the variables above them and the environment. What neither has is the default, or nothing. A default
    /// is not looked through for more, and `$NAME` is no variable. Values grow in memory that nothing wipes.
    ///
    /// - Parameters:
    ///   - entries: the variables of a file, in its order.
    ///   - environment: the variables of the process.
    ///   - overridesEnvironment: whether a variable of the file comes before one of the environment.
    /// - Throws: ``FormatError`` with the code `interpolation_too_large` where the values would have more than
    ///   ``maximumSize`` bytes together.
    public static func interpolated(
        _ entries: [Entry], environment: [String: String], overridesEnvironment: Bool = true
    ) throws(FormatError) -> [Entry] {
        var known: [String: [UInt8]?] = [:]
        var result: [Entry] = []
        var size = 0
        for entry in entries {
            var value = entry.value
            if let template = entry.value, template.contains(0x24) {
                value = try interpolated(template, limit: maximumSize - size) { name in
                    // A variable of the file without a value stands before others all the same.
                    let inner = known[name].map { $0 ?? [] }
                    if overridesEnvironment, let inner { return inner }
                    return environment[name].map { Array($0.utf8) } ?? inner
                }
            }
            size += value?.count ?? 0
            guard size <= maximumSize else { throw tooLarge }
            known.updateValue(value, forKey: entry.name)
            result.append(Entry(name: entry.name, value: value, line: entry.line))
        }
        return result
    }

    private static let tooLarge = FormatError(
        code: "interpolation_too_large",
        message: "the variables would have more than \(maximumSize) bytes with ${…} filled in",
        remedy: "Import the file without interpolation")

    /// `\$\{([^}:]*)(?::-([^}]*))?\}`, replaced from left to right.
    private static func interpolated(
        _ value: [UInt8], limit: Int, _ look: (String) -> [UInt8]?
    ) throws(FormatError) -> [UInt8] {
        var result: [UInt8] = []
        var position = 0
        // Each is looked for once, however many beginnings stand before it.
        var nameEnd = 0
        var close = 0
        func next(from place: Int, _ isWanted: (UInt8) -> Bool) -> Int {
            value[min(place, value.count)...].firstIndex(where: isWanted) ?? value.count
        }
        while position < value.count {
            guard value[position] == 0x24, position + 1 < value.count, value[position + 1] == 0x7B else {
                result.append(value[position])
                position += 1
                continue
            }
            let begin = position + 2
            if nameEnd < begin { nameEnd = next(from: begin) { $0 == 0x7D || $0 == 0x3A } }
            var text: ArraySlice<UInt8> = []
            var end = nameEnd
            if nameEnd + 1 < value.count, value[nameEnd] == 0x3A, value[nameEnd + 1] == 0x2D {
                if close < nameEnd + 2 { close = next(from: nameEnd + 2) { $0 == 0x7D } }
                text = value[min(nameEnd + 2, close)..<close]
                end = close
            }
            guard end < value.count, value[end] == 0x7D else {
                result.append(value[position])
                position += 1
                continue
            }
            let name = String(decoding: value[begin..<nameEnd], as: UTF8.self)
            result.append(contentsOf: look(name) ?? Array(text))
            guard result.count <= limit else { throw tooLarge }
            position = end + 1
        }
        return result
    }
}
