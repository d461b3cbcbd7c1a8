import Testing

@testable import Sealing

@Suite struct CacheKeyFileTests {
    private func lines(_ file: CacheKeyFile) throws -> [Substring] {
        try #require(file.printed.text).split(separator: "\n", omittingEmptySubsequences: false)
    }

    @Test func isReadAsItWasWritten() throws {
        let file = try CacheKeyFile.generate()
        #expect(!file.isLocked)
        let again = try CacheKeyFile(parsing: file.printed.withBytes { Array($0) })
        #expect(again.printed == file.printed)
        #expect(again.publicPart == file.publicPart)
        #expect(try again.unlock() == file.unlock())
        #expect(
            try lines(file).map { $0.split(separator: " ").first.map(String.init) ?? "" } == [
                "eigenpal", "public-key", "name-key", "secret-key", "checksum", "",
            ])
    }

    @Test func eachIsAnother() throws {
        let (one, other) = (try CacheKeyFile.generate(), try CacheKeyFile.generate())
        #expect(one.publicPart != other.publicPart)
        #expect(one.publicPart.boxKey != other.publicPart.boxKey)
        #expect(one.publicPart.nameKey != other.publicPart.nameKey)
        #expect(try one.unlock() != other.unlock())
    }

    @Test func isLockedByAPassphrase() throws {
        let file = try CacheKeyFile.generate()
        let key = try file.unlock()
        let made = try file.locking(with: try secret("correct horse"), key, cost: .least)
        let locked = try CacheKeyFile(parsing: made.printed)
        #expect(locked.isLocked)
        #expect(locked.publicPart == file.publicPart)
        #expect(try locked.unlock(passphrase: try secret("correct horse")) == key)
        #expect(failure { try locked.unlock() } == .locked)
        for wrong in ["", "correct horsf", "correct horse ", "Correct horse"] {
            let wrong = try secret(wrong)
            #expect(
                failure { try locked.unlock(passphrase: wrong) }
                    == .wrongPassphrase)
        }
        let text = try #require(locked.printed.text)
        let digits = key.bytes.withBytes { hexText($0) }
        #expect(file.printed.text?.contains(digits) == true)
        #expect(!text.contains(digits))
        #expect(text.contains("argon2id-operations 1\nargon2id-memory 8388608\n"))
    }

    @Test func takesAnotherPassphraseAndNone() throws {
        let file = try CacheKeyFile.generate()
        let key = try file.unlock()
        let (first, second) = (try secret("first"), try secret("second"))
        let once = try file.locking(with: first, key, cost: .least)
        let twice = try once.locking(with: second, try once.unlock(passphrase: first), cost: .least)
        #expect(try twice.unlock(passphrase: second) == key)
        #expect(
            failure { try twice.unlock(passphrase: first) } == .wrongPassphrase)
        #expect(try once.locking(with: first, key, cost: .least).printed != once.printed)
        #expect(try twice.unlocking(key).printed == file.printed)
        #expect(failure { try file.unlock(passphrase: first) } == .notLocked)
        #expect(
            failure { try file.locking(with: try .random(count: 0), key) }
                == .emptyPassphrase)
        let stranger = try CacheKeyFile.generate().unlock()
        #expect(failure { try file.locking(with: first, stranger) } == .wrongKey)
        #expect(failure { try once.unlocking(stranger) } == .wrongKey)
    }

    @Test func locksWithModerateCost() throws {
        let file = try CacheKeyFile.generate()
        let key = try file.unlock()
        let locked = try file.locking(with: try secret("p"), key)
        #expect(try lines(locked)[3...4] == ["argon2id-operations 3", "argon2id-memory 268435456"])
    }

    // Written by this code once: what is on users' disks stays readable.
    @Test func readsPinnedFiles() throws {
        let plain = try CacheKeyFile(parsing: Array(KeyFileVectors.plain.utf8))
        let locked = try CacheKeyFile(parsing: Array(KeyFileVectors.locked.utf8))
        let key = try plain.unlock()
        #expect(key.bytes.withBytes { Array($0) } == [UInt8](1...32))
        #expect(plain.publicPart.nameKey.bytes.withBytes { Array($0) } == [UInt8](101...132))
        #expect(try locked.unlock(passphrase: try secret("correct horse battery staple")) == key)
        #expect(try locked.unlocking(key).printed == plain.printed)
    }

    @Test func showsNothingOfItself() throws {
        let file = try CacheKeyFile.generate()
        var dumped = ""
        dump(file, to: &dumped)
        dump(file.publicPart, to: &dumped)
        dump(try file.unlock(), to: &dumped)
        #expect(dumped.count < 200)
        #expect("\(file)" == "CacheKeyFile(plain)")
    }
}

@Suite struct CacheSessionTests {
    @Test func keepsTheKey() throws {
        let file = try CacheKeyFile.generate()
        let key = try file.unlock()
        let locked = try file.locking(with: try secret("p"), key, cost: .least)
        let bytes = try key.sessionBytes(of: locked)
        #expect(bytes.count == 72)
        #expect(try CacheSecretKey(sessionBytes: bytes, for: CacheKeyFile(parsing: locked.printed)) == key)
    }

    @Test func isBoundToItsKeyFile() throws {
        let file = try CacheKeyFile.generate()
        let key = try file.unlock()
        let (old, new) = (
            try file.locking(with: try secret("old"), key, cost: .least),
            try file.locking(with: try secret("new"), key, cost: .least)
        )
        let bytes = try key.sessionBytes(of: old)
        for other in [new, file, try CacheKeyFile.generate()] {
            #expect(
                failure { try CacheSecretKey(sessionBytes: bytes, for: other) }?
                    .isDamage == true)
        }
        let stranger = try CacheKeyFile.generate()
        #expect(failure { try key.sessionBytes(of: stranger) } == .wrongKey)
    }

    @Test func everyChangeIsFound() throws {
        let file = try CacheKeyFile.generate()
        let bytes = try file.unlock().sessionBytes(of: file).withBytes { Array($0) }
        func isRefused(_ bytes: [UInt8]) -> Bool {
            failure { try CacheSecretKey(sessionBytes: try secret(bytes), for: file) }?.isDamage == true
        }
        bytes.withEachBitFlipped { changed, position in
            #expect(isRefused(changed), "a bit of byte \(position)")
        }
        for count in 0..<bytes.count { #expect(isRefused(Array(bytes[..<count]))) }
        #expect(isRefused(bytes + [0]))
        #expect(!isRefused(bytes))
    }
}
