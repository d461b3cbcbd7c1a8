/// Dates in files' names.
enum DatesInNames {
    /// The name with `<date>` in place of every `2026-07-14`, and then of every `20260714`.
    static func leftOut(of name: String) -> String {
        let dashed = replacing("dddd-dd-dd", in: Array(name.unicodeScalars))
        return String(String.UnicodeScalarView(replacing("dddddddd", in: dashed)))
    }

    /// - Parameter shape: `d` for a digit, anything else for itself.
    private static func replacing(_ shape: String, in name: [Unicode.Scalar]) -> [Unicode.Scalar] {
        let shape = Array(shape.unicodeScalars)
        var result: [Unicode.Scalar] = []
        var rest = name[...]
        while let first = rest.first {
            let isDate =
                rest.count >= shape.count
                && zip(shape, rest).allSatisfy { part, scalar in
                    part == "d" ? scalar.properties.generalCategory == .decimalNumber : part == scalar
                }
            if isDate {
                result += "<date>".unicodeScalars
                rest = rest.dropFirst(shape.count)
            } else {
                result.append(first)
                rest = rest.dropFirst()
            }
        }
        return result
    }
}
