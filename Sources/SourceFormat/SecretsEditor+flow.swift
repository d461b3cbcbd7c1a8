// Entries between brackets.
extension SecretsEditor {
    mutating func rearrangeFlow(removing removals: Set<Int>, adding groups: [Int: [SecretsPlan.Addition]]) {
        let isCleared = !entries.isEmpty && removals.count == entries.count
        if entries.isEmpty || isCleared {
            let text = groups.sorted { $0.key < $1.key }.flatMap(\.value).map(flowText).joined(
                separator: ", ")
            let inner = secrets.value.range.lowerBound + 1
            let range = entries.last.map { entries[0].keyRange.lowerBound..<end(of: $0) } ?? inner..<inner
            edits.append((range, text))
            return
        }
        removeFlow(removals, of: entries)
        let kept = entries.indices.filter { !removals.contains($0) }
        var next = 0
        for (index, group) in groups.sorted(by: { $0.key < $1.key }) {
            let text = group.map(flowText).joined(separator: ", ")
            func insert(_ text: String, at place: Int) { edits.append((place..<place, text)) }
            while next < kept.count, kept[next] < index { next += 1 }
            if next < kept.count {
                insert("\(text), ", at: entries[kept[next]].keyRange.lowerBound)
            } else if let last = kept.last {
                if entries.last?.separatorEnd != nil, let end = entries[last].separatorEnd {
                    insert(" \(text),", at: end)
                } else {
                    insert(", \(text)", at: entries[last].end)
                }
            }
        }
    }

    /// The place behind a pair, its comma and the spaces behind that.
    private func end(of pair: YAMLPair) -> Int {
        guard var place = pair.separatorEnd else { return pair.end }
        while place < source.bytes.count, source.bytes[place] == 0x20 { place += 1 }
        return place
    }

    /// Removes pairs between brackets, each with one of the commas beside it.
    mutating func removeFlow(_ removals: Set<Int>, of pairs: [YAMLPair]) {
        // Behind the last that stays, no comma may be left where none closed the list.
        var count = pairs.count
        if let last = pairs.last, last.separatorEnd == nil {
            while count > 0, removals.contains(count - 1) { count -= 1 }
            if count < pairs.count {
                let start = count > 0 ? pairs[count - 1].end : pairs[0].keyRange.lowerBound
                edits.append((start..<last.end, ""))
            }
        }
        for index in removals where index < count {
            edits.append((pairs[index].keyRange.lowerBound..<end(of: pairs[index]), ""))
        }
    }

    private func flowText(_ entry: SecretsPlan.Addition) -> String {
        let fields = entry.value.fields.map { "\(quoted($0.name)): \(scalar($0.value))" }.joined(
            separator: ", ")
        let description = entry.description.map { "\(quoted("description")): \(scalar($0)), " } ?? ""
        return "\(quoted(entry.name.rawValue)): {\(description)\(quoted("encrypted")): {\(fields)}}"
    }
}
