/// How much a text looks like chance and not like words.
///
/// A text of words is guessed letter by letter: `q` is followed by `u`. The measure adds up how many bits each byte
/// takes to tell once the one before it is known, with the letter pairs of English and of program texts. Ten letters
/// of a word take about 30 bits, ten random ones more than 50.
enum Randomness {
    /// For each letter, the bits that each of the 26 letters takes behind it.
    private static let letterPairs: [[UInt8]] = [
        "94449758597353959342667869",
        "36673889379268479446489958",
        "38593893494489288563589969",
        "47752769289587479547478979",
        "47436668798453857335867589",
        "47653289299499399565499969",
        "39792744399564479348488978",
        "28762798398667389474598959",
        "56455559998552369544959895",
        "39692966576996259747397999",
        "48772678287585568636586859",
        "38752789298389379955579939",
        "25882999399648439858499989",
        "48444627497786589733668989",
        "66458669697442549345455789",
        "39773885498389349254598979",
        "79785877797588888579187799",
        "37652769396656379544668959",
        "58482784396677448842496969",
        "39682794299589479345597959",
        "44464669598342749333999899",
        "39891999299879489979879999",
        "28773774298594389447897989",
        "46363385398779929983787479",
        "55574668397543538634796968",
        "39991887398687579679687855",
    ].map { row in row.utf8.map { $0 - 0x30 } }

    /// The bits that a text takes, and the bits a byte on average.
    static func measure(_ bytes: some Collection<UInt8>) -> (bits: Double, perByte: Double) {
        guard var last = bytes.first else { return (0, 0) }
        var bits = 4.0
        for byte in bytes.dropFirst() {
            bits += cost(of: byte, after: last)
            last = byte
        }
        return (bits, bits / Double(bytes.count))
    }

    /// Where the part of a text begins that says most: the first of those of `count` bytes, among the first places, that
    /// take the most bits.
    static func richest(_ bytes: UnsafeRawBufferPointer, count: Int, before end: Int) -> Int {
        let last = min(bytes.count - count, end)
        guard last > 0 else { return 0 }
        var bits = 0.0
        for place in 1..<count { bits += cost(of: bytes[place], after: bytes[place - 1]) }
        var (best, most) = (0, bits)
        for start in 1...last {
            bits -= cost(of: bytes[start], after: bytes[start - 1])
            bits += cost(of: bytes[start + count - 1], after: bytes[start + count - 2])
            if bits > most { (best, most) = (start, bits) }
        }
        return best
    }

    private static func cost(of byte: UInt8, after last: UInt8) -> Double {
        switch (Kind(last), Kind(byte)) {
        case (.digit, .digit): byte == last || byte == last &+ 1 ? 1.5 : 3.5
        case (.digit, .other), (.lower, .other), (.upper, .other): 2.5
        case (.digit, _): 5
        case (.lower, .digit), (.upper, .digit): 4.5
        case (.lower, .upper): 5
        case (.upper, .lower), (.lower, .lower), (.upper, .upper): pair(last, byte)
        case (.other, .other): byte == last ? 0.5 : 4
        case (.other, _): 3.5
        }
    }

    private static func pair(_ last: UInt8, _ byte: UInt8) -> Double {
        last == byte ? 2 : Double(letterPairs[Int(lowered(last) &- 97)][Int(lowered(byte) &- 97)])
    }

    /// Shannon's entropy of the bytes taken one by one, in bits a byte.
    static func entropy(_ bytes: some Collection<UInt8>) -> Double {
        guard !bytes.isEmpty else { return 0 }
        var counts = [Int](repeating: 0, count: 256)
        for byte in bytes { counts[Int(byte)] += 1 }
        let total = Double(bytes.count)
        return counts.reduce(0.0) { sum, count in
            count == 0 ? sum : sum - Double(count) / total * logarithm(Double(count) / total)
        }
    }

    /// The logarithm to base 2, exact to a thousandth, which is enough here and needs no C library.
    static func logarithm(_ value: Double) -> Double {
        guard value > 0, value.isFinite else { return 0 }
        let exponent = Double(value.exponent)
        let ratio = (value.significand - 1) / (value.significand + 1)
        let square = ratio * ratio
        return exponent + 2.885_390_08 * ratio
            * (1 + square / 3 + square * square / 5 + square * square * square / 7)
    }

    private enum Kind {
        case lower, upper, digit, other

        init(_ byte: UInt8) {
            self =
                switch byte {
                case 0x61...0x7A: .lower
                case 0x41...0x5A: .upper
                case 0x30...0x39: .digit
                default: .other
                }
        }
    }
}
