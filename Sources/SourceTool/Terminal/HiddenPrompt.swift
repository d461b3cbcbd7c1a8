import Glibc
import Sealing

/// A line typed at the terminal without being shown. The terminal gets its echo back however the typing ends.
enum HiddenPrompt {
    /// Asks on standard error and reads from the terminal of standard input.
    static func ask(prompt: String) throws(ToolError) -> SecretBytes {
        var saved = termios()
        guard tcgetattr(STDIN_FILENO, &saved) == 0 else {
            throw ToolError("the terminal cannot be set up to hide what is typed")
        }
        // Signals reach this program as bytes while it waits, so that it can put the terminal back first.
        var hidden = saved
        hidden.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG | IEXTEN)
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0 else {
            throw ToolError("the terminal cannot be set up to hide what is typed")
        }
        defer { tcsetattr(STDIN_FILENO, TCSAFLUSH, &saved) }
        _ = StandardStream.send(Array("\(Output.cleaned(prompt)): ".utf8), to: STDERR_FILENO)
        var line: [UInt8] = []
        line.reserveCapacity(longest)
        defer { for index in line.indices { line[index] = 0 } }
        reading: while true {
            var byte: UInt8 = 0
            let count = read(STDIN_FILENO, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { break }
            switch byte {
            case 0x0A, 0x0D: break reading
            case 0x03, 0x1C: interrupt(byte == 0x03 ? SIGINT : SIGQUIT, &saved)
            case 0x1A:
                tcsetattr(STDIN_FILENO, TCSAFLUSH, &saved)
                Signals.obey(SIGTSTP)
                tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
                _ = StandardStream.send(Array("\(Output.cleaned(prompt)): ".utf8), to: STDERR_FILENO)
            case 0x04:
                if line.isEmpty { break reading }
            case 0x7F, 0x08:
                while let last = line.popLast(), last & 0xC0 == 0x80 {}
            case 0x15: line.removeAll(keepingCapacity: true)
            default:
                guard line.count < longest else { continue }
                line.append(byte)
            }
        }
        _ = StandardStream.send([0x0A], to: STDERR_FILENO)
        do {
            return try SecretBytes(consuming: &line)
        } catch {
            throw ToolError(error.description)
        }
    }

    private static let longest = 65_536

    private static func interrupt(_ number: Int32, _ saved: inout termios) -> Never {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &saved)
        _ = StandardStream.send([0x0A], to: STDERR_FILENO)
        Signals.obey(number)
        exit(128 + number)
    }
}
