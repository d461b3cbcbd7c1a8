extension ObjectKind {
    /// The kind by the word that Git's objects have for it.
    init?(word: some Collection<UInt8>) {
        if word.elementsEqual("commit".utf8) {
            self = .commit
        } else if word.elementsEqual("tree".utf8) {
            self = .tree
        } else if word.elementsEqual("blob".utf8) {
            self = .blob
        } else if word.elementsEqual("tag".utf8) {
            self = .tag
        } else {
            return nil
        }
    }
}

extension Int {
    /// A number of 1 to 18 decimal digits and nothing else.
    init?(decimalDigits digits: some Collection<UInt8>) {
        guard 1...18 ~= digits.count else { return nil }
        var value = 0
        for digit in digits {
            guard 0x30...0x39 ~= digit else { return nil }
            value = value * 10 + Int(digit - 0x30)
        }
        self = value
    }
}
