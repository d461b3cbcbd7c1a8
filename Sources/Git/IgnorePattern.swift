/// One line of a `.gitignore`, by the rules of `gitignore(5)`.
///
/// It is matched by following all ways through the pattern at once, so that the time is at most the product of both
/// lengths, whatever the pattern.
struct IgnorePattern: Sendable {
    private enum Piece: Sendable {
        case byte(UInt8)
        /// `?`: any byte but a slash.
        case one
        /// `[a-z]`: a bit for each byte that it takes.
        case set([UInt64])
        /// `*`: bytes but slashes.
        case some
        /// `**` as the last part: all bytes.
        case all
        /// Before `**/`, which matches nothing, or what `folderNames` takes.
        case folders
        /// `**/`: anything that ends in a slash.
        case folderNames
    }

    /// Whether it takes back what earlier lines ignore.
    let isNegated: Bool
    /// Whether only folders are meant.
    let isForFolders: Bool
    /// Whether it is held against the path below the file's folder, and not against the name alone.
    let isAnchored: Bool
    private let pieces: [Piece]

    /// Reads a line; nil for an empty one, a comment, and one that can match nothing.
    init?(line: ArraySlice<UInt8>) {
        var line = line
        if line.last == 0x0D { line = line.dropLast() }
        guard let first = line.first, first != UInt8(ascii: "#") else { return nil }
        line = Self.withoutTrailingSpaces(line)
        isNegated = line.first == UInt8(ascii: "!")
        if isNegated { line = line.dropFirst() }
        isForFolders = line.last == UInt8(ascii: "/")
        if isForFolders { line = line.dropLast() }
        isAnchored = line.contains(UInt8(ascii: "/"))
        if line.first == UInt8(ascii: "/") { line = line.dropFirst() }
        guard !line.isEmpty, let pieces = Self.pieces(Array(line)) else { return nil }
        self.pieces = pieces
    }

    private static func withoutTrailingSpaces(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var end = line.startIndex
        var place = line.startIndex
        while place < line.endIndex {
            if line[place] == UInt8(ascii: "\\"), place + 1 < line.endIndex {
                place += 2
                end = place
                continue
            }
            place += 1
            if line[place - 1] != 0x20 { end = place }
        }
        return line[..<end]
    }

    private static func pieces(_ text: [UInt8]) -> [Piece]? {
        var pieces: [Piece] = []
        var place = 0
        while place < text.count {
            let byte = text[place]
            switch byte {
            case UInt8(ascii: "\\"):
                guard place + 1 < text.count else { return nil }
                pieces.append(.byte(text[place + 1]))
                place += 2
            case UInt8(ascii: "?"):
                pieces.append(.one)
                place += 1
            case UInt8(ascii: "["):
                guard let (set, end) = set(text, from: place + 1) else { return nil }
                pieces.append(.set(set))
                place = end
            case UInt8(ascii: "*"):
                let start = place
                while place < text.count, text[place] == UInt8(ascii: "*") { place += 1 }
                let isPart = start == 0 || text[start - 1] == UInt8(ascii: "/")
                if place - start == 2, isPart, place == text.count {
                    pieces.append(.all)
                } else if place - start == 2, isPart, text[place] == UInt8(ascii: "/") {
                    pieces += [.folders, .folderNames]
                    place += 1
                } else {
                    pieces.append(.some)
                }
            default:
                pieces.append(.byte(byte))
                place += 1
            }
        }
        return pieces
    }

    private static let classes: [String: ClosedRange<UInt8>] = [
        "digit": 0x30...0x39, "lower": 0x61...0x7A, "upper": 0x41...0x5A, "cntrl": 0...0x1F,
        "graph": 0x21...0x7E, "print": 0x20...0x7E,
    ]

    /// A set from behind its bracket on, and where it ends; nil for one that does not end.
    private static func set(_ text: [UInt8], from start: Int) -> (set: [UInt64], end: Int)? {
        var bits = [UInt64](repeating: 0, count: 4)
        func insert(_ range: ClosedRange<UInt8>) {
            for byte in range { bits[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }
        }
        var place = start
        var isInverted = false
        if place < text.count, text[place] == UInt8(ascii: "!") || text[place] == UInt8(ascii: "^") {
            isInverted = true
            place += 1
        }
        var isFirst = true
        while place < text.count {
            if text[place] == UInt8(ascii: "]"), !isFirst {
                if isInverted { bits = bits.map(~) }
                // A slash is never part of a set.
                bits[0] &= ~(1 << UInt64(UInt8(ascii: "/")))
                return (bits, place + 1)
            }
            isFirst = false
            if text[place] == UInt8(ascii: "["), place + 1 < text.count, text[place + 1] == UInt8(ascii: ":"),
                let close = text[(place + 2)...].firstIndex(of: UInt8(ascii: ":")), close + 1 < text.count,
                text[close + 1] == UInt8(ascii: "]")
            {
                let name = String(decoding: text[(place + 2)..<close], as: UTF8.self)
                guard insertClass(name, insert) else { return nil }
                place = close + 2
                continue
            }
            if text[place] == UInt8(ascii: "\\") { place += 1 }
            guard place < text.count else { return nil }
            let low = text[place]
            place += 1
            if place + 1 < text.count, text[place] == UInt8(ascii: "-"), text[place + 1] != UInt8(ascii: "]")
            {
                place += 1
                if text[place] == UInt8(ascii: "\\") { place += 1 }
                guard place < text.count else { return nil }
                if low <= text[place] { insert(low...text[place]) }
                place += 1
            } else {
                insert(low...low)
            }
        }
        return nil
    }

    private static func insertClass(_ name: String, _ insert: (ClosedRange<UInt8>) -> Void) -> Bool {
        let isPunctuation = name == "punct"
        switch name {
        case "alpha", "alnum", "xdigit", "punct":
            for byte in UInt8(0x21)...0x7E {
                let isDigit = 0x30...0x39 ~= byte
                let isLetter = 0x61...0x7A ~= byte | 0x20
                let isHex = isDigit || 0x61...0x66 ~= byte | 0x20
                let holds =
                    isPunctuation
                    ? !isDigit && !isLetter
                    : name == "xdigit" ? isHex : isLetter || isDigit && name == "alnum"
                if holds { insert(byte...byte) }
            }
        case "space":
            insert(0x09...0x0D)
            insert(0x20...0x20)
        case "blank":
            insert(0x09...0x09)
            insert(0x20...0x20)
        default:
            guard let range = classes[name] else { return false }
            insert(range)
        }
        return true
    }

    /// Whether it matches all of a path below the file's folder, or of a name.
    func matches(_ text: some Sequence<UInt8>) -> Bool {
        var states = [Bool](repeating: false, count: pieces.count + 1)
        states[0] = true
        spread(&states)
        for byte in text {
            var next = [Bool](repeating: false, count: pieces.count + 1)
            var isAlive = false
            for (place, piece) in pieces.enumerated() where states[place] {
                switch piece {
                case .byte(let wanted): if byte == wanted { next[place + 1] = true }
                case .one: if byte != 0x2F { next[place + 1] = true }
                case .set(let bits):
                    if bits[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1 { next[place + 1] = true }
                case .some: if byte != 0x2F { next[place] = true }
                case .all: next[place] = true
                case .folders: continue
                case .folderNames:
                    next[place] = true
                    if byte == 0x2F { next[place + 1] = true }
                }
                isAlive = isAlive || next[place] || next[place + 1]
            }
            guard isAlive else { return false }
            states = next
            spread(&states)
        }
        return states[pieces.count]
    }

    /// Goes past what may match nothing.
    private func spread(_ states: inout [Bool]) {
        for (place, piece) in pieces.enumerated() where states[place] {
            switch piece {
            case .some, .all: states[place + 1] = true
            case .folders:
                states[place + 1] = true
                states[place + 2] = true
            default: break
            }
        }
    }
}
