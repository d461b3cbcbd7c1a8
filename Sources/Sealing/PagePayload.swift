/// What is inside a page's seal. Integers are little-endian; a text or a value is its length in bytes, 4 bytes, and
/// the bytes.
///
///     host                text
///     organization        text
///     source path         text
///     number of records   4 bytes
///     then for each record
///       name              text
///       digest            32 bytes
///       time              8 bytes, signed
///       note present      1 byte, 0 or 1
///       note              text, only where the byte before is 1
///       value             value
enum PagePayload {
    /// A record has at least this many bytes.
    private static let leastRecord = 4 + Digest.count + 8 + 1 + 4
    private static let problem = "what the page's seal holds is not a page's content"

    static func write(_ records: [PageRecord], _ place: PagePlace, to writer: inout ByteWriter) {
        writer.append(field: place.host)
        writer.append(field: place.organization)
        writer.append(field: place.sourcePath)
        writer.append(UInt32(truncatingIfNeeded: records.count))
        for record in records {
            writer.append(field: record.name)
            record.digest.withBytes { writer.append($0) }
            writer.append(record.time)
            writer.append(UInt8(record.note == nil ? 0 : 1))
            if let note = record.note { writer.append(field: note) }
            writer.append(UInt32(truncatingIfNeeded: record.value.count))
            writer.append(record.value)
        }
    }

    /// The place and the records; their values are parts of `payload`.
    static func parse(_ payload: SecretBytes) throws(SealingError) -> (PagePlace, [PageRecord]) {
        try payload.withBytes { bytes throws(SealingError) in
            var reader = ByteReader(bytes, problem: problem)
            let place = PagePlace(
                host: try reader.text(), organization: try reader.text(), sourcePath: try reader.text())
            let count = Int(try reader.integer(UInt32.self))
            // Nothing is reserved for records that cannot be there.
            guard count <= reader.remaining / leastRecord else { throw .damaged(problem) }
            var records: [PageRecord] = []
            records.reserveCapacity(count)
            for _ in 0..<count {
                records.append(try record(&reader, payload))
            }
            try reader.requireEnd()
            return (place, records)
        }
    }

    private static func record(
        _ reader: inout ByteReader, _ payload: SecretBytes
    ) throws(SealingError) -> PageRecord {
        let name = try reader.text()
        guard let digest = Digest(bytes: try reader.take(Digest.count)) else { throw .damaged(problem) }
        let time = try reader.integer(Int64.self)
        var note: String?
        switch try reader.integer(UInt8.self) {
        case 0: note = nil
        case 1: note = try reader.text()
        default: throw .damaged(problem)
        }
        let count = Int(try reader.integer(UInt32.self))
        let start = reader.offset
        _ = try reader.take(count)
        return PageRecord(
            name: name, digest: digest, time: time, note: note, value: payload.part(start..<start + count))
    }
}

extension ByteWriter {
    fileprivate mutating func append(field text: String) {
        append(UInt32(truncatingIfNeeded: text.utf8.count))
        append(text)
    }
}

extension ByteReader {
    fileprivate mutating func text() throws(SealingError) -> String {
        let count = Int(try integer(UInt32.self))
        guard let text = String(validating: try take(count), as: UTF8.self) else { throw damage }
        return text
    }
}
