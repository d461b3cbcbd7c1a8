extension Sequence where Element == String {
    /// The element that is a slip of the finger away from a word: at most two edits, and fewer than half its
    /// letters.
    ///
    /// - Returns: nil where none is near, or the word is one of them.
    package func nearest(to word: String) -> String? {
        let word = Array(word.lowercased().utf8.prefix(64))
        var best: (element: String, distance: Int)?
        for element in self {
            let distance = editDistance(Array(element.lowercased().utf8), word)
            if distance <= 2, distance * 2 < Swift.max(element.utf8.count, 3), distance < best?.distance ?? 3
            {
                best = (element, distance)
            }
        }
        return best?.element
    }
}

/// Levenshtein's distance with neighbouring letters swapped counting once.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    if abs(left.count - right.count) > 2 { return 3 }
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for i in left.indices {
        var row = [i + 1]
        for j in right.indices {
            var cost = Swift.min(previous[j] + (left[i] == right[j] ? 0 : 1), previous[j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                cost = Swift.min(cost, beforePrevious[j - 1] + 1)
            }
            row.append(cost)
        }
        beforePrevious = previous
        previous = row
    }
    return previous[right.count]
}
