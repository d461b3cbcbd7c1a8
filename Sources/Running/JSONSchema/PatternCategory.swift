/// The general categories of Unicode by the names that patterns give them.
enum PatternCategory {
    /// Whether a scalar is of the category; nil for a name that is none.
    static func named(_ name: String) -> (@Sendable (Unicode.Scalar) -> Bool)? {
        var name = name
        for prefix in ["General_Category=", "gc="] where name.hasPrefix(prefix) {
            name = String(name.dropFirst(prefix.count))
        }
        if name == "Any" { return { _ in true } }
        if name == "ASCII" { return { $0.isASCII } }
        if name == "Alphabetic" || name == "Alpha" { return { $0.properties.isAlphabetic } }
        name = longNames[name] ?? name
        var found: Set<Unicode.GeneralCategory> = []
        for (code, categories) in codes where code == name || String(code.prefix(1)) == name {
            found.formUnion(categories)
        }
        let wanted = found
        guard !wanted.isEmpty else { return nil }
        return { wanted.contains($0.properties.generalCategory) }
    }

    private static let longNames = [
        "Letter": "L", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll", "Mark": "M", "Number": "N",
        "Decimal_Number": "Nd", "Punctuation": "P", "Symbol": "S", "Separator": "Z", "Space_Separator": "Zs",
        "Other": "C", "Control": "Cc",
    ]

    private static let codes: [String: [Unicode.GeneralCategory]] = [
        "Lu": [.uppercaseLetter], "Ll": [.lowercaseLetter], "Lt": [.titlecaseLetter], "Lm": [.modifierLetter],
        "Lo": [.otherLetter], "Mn": [.nonspacingMark], "Mc": [.spacingMark], "Me": [.enclosingMark],
        "Nd": [.decimalNumber], "Nl": [.letterNumber], "No": [.otherNumber], "Pc": [.connectorPunctuation],
        "Pd": [.dashPunctuation], "Ps": [.openPunctuation], "Pe": [.closePunctuation],
        "Pi": [.initialPunctuation], "Pf": [.finalPunctuation], "Po": [.otherPunctuation],
        "Sm": [.mathSymbol],
        "Sc": [.currencySymbol], "Sk": [.modifierSymbol], "So": [.otherSymbol], "Zs": [.spaceSeparator],
        "Zl": [.lineSeparator], "Zp": [.paragraphSeparator], "Cc": [.control], "Cf": [.format],
        "Cs": [.surrogate], "Co": [.privateUse], "Cn": [.unassigned],
    ]
}
