import ArgumentParser
import SourceTool

/// `secrets cache`.
struct SecretsCacheCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache", abstract: "Show, clear, lock and unlock the cache of your secrets' values.",
        discussion: """
            Values that you set or read are kept for 12 hours (--cache-ttl, EIGENPAL_CACHE_TTL), sealed to a key of your
            own. See docs/security.md for what that protects from whom.

            Examples:
              eigenpal-src secrets cache status
              eigenpal-src secrets cache lock --passphrase
            """,
        subcommands: [
            CacheStatusCommand.self, CacheClearCommand.self, CacheLockCommand.self, CacheUnlockCommand.self,
        ])

    @OptionGroup var global: GlobalArguments
}

/// `secrets cache status`.
struct CacheStatusCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show what the cache holds and how its key is kept.",
        discussion: """
            Examples:
              eigenpal-src secrets cache status --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @OptionGroup var cache: CacheArguments

    func perform() async throws {
        let context = try global.context()
        let report = try await CacheStatus.run(context, cacheLifetime: cache.lifetime)
        try render(report, json: answer.json, in: context)
    }
}

/// `secrets cache clear`.
struct CacheClearCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear", abstract: "Forget every cached value.",
        discussion: """
            What waits for secrets push is not in the cache and stays; with --key it can no longer be read, so that --key
            asks where something waits in the checkout you stand in (--yes where there is no terminal).

            Examples:
              eigenpal-src secrets cache clear
              eigenpal-src secrets cache clear --key
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Flag(help: "Remove the key too; the next value makes a new one.") var key = false
    @Flag(help: "Do not ask.") var yes = false

    func perform() async throws {
        let context = try global.context()
        let report = try await ClearCache.run(context, key: key, isConfirmed: yes)
        try render(report, json: answer.json, in: context)
    }
}

/// `secrets cache lock`.
struct CacheLockCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock", abstract: "Lock the cache's key, by a passphrase or again.",
        discussion: """
            With --passphrase, a new passphrase is asked for, twice, or read from the file that
            EIGENPAL_CACHE_PASSPHRASE_FILE names. Without, a cache that was unlocked is locked again. Values can be
            added to a locked cache, not read from it.

            Examples:
              eigenpal-src secrets cache lock --passphrase
              eigenpal-src secrets cache lock
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Flag(help: "Set a new passphrase.") var passphrase = false

    func perform() async throws {
        let context = try global.context()
        let report = try await LockCache.run(context, setsPassphrase: passphrase)
        try render(report, json: answer.json, in: context)
    }
}

/// `secrets cache unlock`.
struct CacheUnlockCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlock", abstract: "Open a locked cache until you log out.",
        discussion: """
            The opened key is kept in memory, below XDG_RUNTIME_DIR. Where there is none, commands ask for the passphrase
            each time, or read it from the file that EIGENPAL_CACHE_PASSPHRASE_FILE names.

            Examples:
              eigenpal-src secrets cache unlock
              eigenpal-src secrets cache unlock --forever
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Flag(help: "Take the passphrase off.") var forever = false

    func perform() async throws {
        let context = try global.context()
        let report = try await UnlockCache.run(context, forever: forever)
        try render(report, json: answer.json, in: context)
    }
}
