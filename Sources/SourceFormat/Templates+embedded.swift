// Written by scripts/embed-templates from the files under templates/; edit those.

extension Templates {
    /// The files of one folder under `templates/`, as they are there; none for a folder that is not.
    static func embeddedFiles(in folder: String) -> [File] {
        switch folder {
        case "agent":
            [
                File(
                    path: "AGENT.md",
                    contents: #"""
                        # {{name}}

                        {{description}}

                        You are an agent. Read the input, do the task below, and answer with the output that `output-schema.json` describes.

                        ## Task

                        Say here what the agent has to do, in the words you would use for a new colleague:

                        1. What comes in, and where to look first.
                        2. What to decide, and by which rules.
                        3. What to hand back.

                        ## Rules

                        - Answer from the input alone. Where it does not say, leave the field out rather than guess.
                        - When the input is not what this task is about, say so in `summary` and stop.

                        ## Example

                        Input: `{"text": "Invoice 4711 of 3 March, 120.00 EUR, due in 14 days."}`

                        Output: `{"summary": "Invoice 4711 over 120.00 EUR, due on 17 March."}`

                        """#),
                File(
                    path: "eigenpal.yaml",
                    contents: #"""
                        schemaVersion: 1
                        name: {{name:yaml}}
                        description: {{description:yaml}}

                        triggers:
                          api: true
                          # email:
                          #   enabled: true
                          #   aliases: [{{last}}]

                        # The packages this agent needs, each at one exact release:
                        # dependencies:
                        #   "workspace:resources.skills.ocr": "1.2.0"

                        # How its runs are judged:
                        # evaluators:
                        #   passThreshold: 0.7
                        #   items:
                        #     - use: evaluators.{{last}}-accuracy
                        #       weight: 1

                        """#),
                File(
                    path: "input-schema.json",
                    contents: #"""
                        {
                          "$schema": "https://json-schema.org/draft/2020-12/schema",
                          "title": {{name:json}},
                          "type": "object",
                          "properties": {
                            "text": {
                              "type": "string",
                              "description": "The text to work on."
                            }
                          },
                          "required": ["text"],
                          "additionalProperties": false
                        }

                        """#),
                File(
                    path: "output-schema.json",
                    contents: #"""
                        {
                          "$schema": "https://json-schema.org/draft/2020-12/schema",
                          "title": {{name:json}},
                          "type": "object",
                          "properties": {
                            "summary": {
                              "type": "string",
                              "description": "What was found, in a sentence or two."
                            }
                          },
                          "required": ["summary"],
                          "additionalProperties": false
                        }

                        """#),
                File(
                    path: "run",
                    contents: #"""
                        #!/bin/sh
                        # What a run starts, in a folder with input.json and this package in package/. It leaves output.json, as
                        # output-schema.json describes it, and what it likes in trace.jsonl, issues.md and output/. Put your own in its place, in
                        # any language; this one hands the text back as it is.
                        set -eu

                        say() {
                            printf '{"time": "%s", "message": "%s"}\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" >>trace.jsonl
                        }

                        # The text as JSON writes it, escapes and all, so that it can go into JSON again.
                        text=$(tr '\n' ' ' <input.json | sed -nE 's/.*"text"[[:space:]]*:[[:space:]]*"(([^"\\]|\\.)*)".*/\1/p')
                        say "read the input"

                        mkdir -p output
                        printf '%s\n' "$text" >output/summary.txt
                        printf '{"summary": "%s"}\n' "$text" >output.json
                        say "wrote the output"

                        """#, isExecutable: true),
            ]
        case "evaluator":
            [
                File(
                    path: "eigenpal.yaml",
                    contents: #"""
                        schemaVersion: 1
                        name: {{name:yaml}}
                        description: {{description:yaml}}

                        """#),
                File(
                    path: "evaluator.yaml",
                    contents: #"""
                        # How one run is scored, from 0 to 1, against the output that its example expects.
                        name: {{last:yaml}}
                        type: llm
                        prompt: |
                          Compare the actual output with the expected one.

                          Answer 1 if they say the same, 0 if they contradict each other or something important is missing, and a number in
                          between for small differences. Differences of wording do not count.

                          Expected: {{ expected }}
                          Actual: {{ actual }}

                        """#),
            ]
        case "knowledge":
            [
                File(
                    path: "KNOWLEDGE.md",
                    contents: #"""
                        # {{name}}

                        {{description}}

                        ## Facts

                        Write down what an agent cannot know from its input: names, numbers, terms, who is responsible for what.

                        | Term | Meaning |
                        | --- | --- |
                        | Example | What it means here |

                        ## Source

                        Where these facts come from, and when they were last checked.

                        """#),
                File(
                    path: "eigenpal.yaml",
                    contents: #"""
                        schemaVersion: 1
                        name: {{name:yaml}}
                        description: {{description:yaml}}

                        """#),
            ]
        case "repository":
            [
                File(
                    path: ".gitattributes",
                    contents: #"""
                        secrets.enc.yaml merge=eigenpal-secrets diff=eigenpal-secrets

                        """#),
                File(
                    path: ".gitignore",
                    contents: #"""
                        .eigenpal/
                        eigenpal_modules/

                        """#),
                File(
                    path: "eigenpal.yaml",
                    contents: #"""
                        schemaVersion: 1
                        eigenpalVersion: 1.0.0

                        """#),
            ]
        case "rule":
            [
                File(
                    path: "RULE.md",
                    contents: #"""
                        # {{name}}

                        {{description}}

                        ## The rule

                        State the rule in one sentence that can be kept or broken: "Amounts are always reported in the currency of the document."

                        ## Why

                        What goes wrong without it.

                        ## Exceptions

                        None. (Or list each one, with who decides.)

                        """#),
                File(
                    path: "eigenpal.yaml",
                    contents: #"""
                        schemaVersion: 1
                        name: {{name:yaml}}
                        description: {{description:yaml}}

                        """#),
            ]
        case "skill":
            [
                File(
                    path: "SKILL.md",
                    contents: #"""
                        ---
                        name: {{last:yaml}}
                        description: {{description:yaml}}
                        ---

                        # {{name}}

                        ## When to use it

                        Name the situations in which an agent should reach for this skill, and those in which it should not.

                        ## Steps

                        1. What to look at first.
                        2. What to do with it, with the exact commands, formats or thresholds.
                        3. How to check the result before going on.

                        ## Pitfalls

                        - What went wrong before, and how it shows.

                        """#),
                File(
                    path: "eigenpal.yaml",
                    contents: #"""
                        schemaVersion: 1
                        name: {{name:yaml}}
                        description: {{description:yaml}}

                        """#),
            ]
        case "workflow":
            [
                File(
                    path: "eigenpal.yaml",
                    contents: #"""
                        schemaVersion: 1
                        name: {{name:yaml}}
                        description: {{description:yaml}}

                        triggers:
                          api: true
                          # email:
                          #   enabled: true
                          #   aliases: [{{last}}]

                        # The packages this workflow needs, each at one exact release:
                        # dependencies:
                        #   "workspace:agents.invoice": "1.0.0"

                        # The evaluators that judge its runs, by name:
                        # evaluators: [{{last}}-accuracy]

                        """#),
                File(
                    path: "workflow.yaml",
                    contents: #"""
                        # What goes in, and the steps that turn it into what comes out. A step may use the inputs and the steps before it.
                        name: {{last:yaml}}

                        inputs:
                          text:
                            type: string
                            description: The text to work on.

                        steps:
                          - id: summarize
                            type: llm
                            prompt: |
                              Summarize the text below in one sentence. Answer from the text alone.

                              {{ inputs.text }}

                        output:
                          summary: "{{ steps.summarize.output }}"

                        """#),
            ]
        default: []
        }
    }
}
