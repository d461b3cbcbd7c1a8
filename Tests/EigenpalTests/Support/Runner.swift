/// What carries out the runs of a test's server.
enum Runner {
    /// A runner that keeps what it was given, and is slow or fails where the input says so.
    static let command = """
        mkdir -p output/deep
        cp input.json output/given.json
        cat files/* > output/deep/all.bin 2>/dev/null
        echo '{"type":"step","name":"one"}' > trace.jsonl
        if grep -q '"slow"' input.json; then sleep 60; fi
        if grep -q '"fail"' input.json; then exit 3; fi
        echo '{"total": 7}' > output.json
        """
}
