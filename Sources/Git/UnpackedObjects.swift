/// An object as its kind and its contents.
struct UnpackedObject {
    let kind: ObjectKind
    let bytes: [UInt8]
}

/// Objects of packs that were unpacked not long ago. The next one is often told as a difference to one of these.
///
/// Kept in two generations: when the younger one is full, the older one goes.
final class UnpackedObjects {
    /// The objects of one pack, by their place.
    struct Part {
        fileprivate let all: UnpackedObjects
        fileprivate let pack: Int

        subscript(place: Int) -> UnpackedObject? {
            get { all.find(Key(pack: pack, place: place)) }
            nonmutating set { if let newValue { all.keep(newValue, Key(pack: pack, place: place)) } }
        }
    }

    fileprivate struct Key: Hashable {
        let pack: Int
        let place: Int
    }

    /// How many bytes a generation has.
    private static let capacity = 16 << 20

    private var young: [Key: UnpackedObject] = [:]
    private var old: [Key: UnpackedObject] = [:]
    private var size = 0

    /// The objects of the pack with this number.
    func part(_ pack: Int) -> Part { Part(all: self, pack: pack) }

    fileprivate func find(_ key: Key) -> UnpackedObject? {
        if let found = young[key] { return found }
        guard let found = old[key] else { return nil }
        keep(found, key)
        return found
    }

    fileprivate func keep(_ object: UnpackedObject, _ key: Key) {
        // Commits are seldom told as differences, and large files fill everything.
        guard object.kind != .commit, object.bytes.count <= Self.capacity / 8 else { return }
        size += object.bytes.count + 64
        if size > Self.capacity { (old, young, size) = (young, [:], object.bytes.count + 64) }
        young[key] = object
    }
}
