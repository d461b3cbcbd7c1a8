extension ScanRule {
    private static func n(_ count: Int, _ set: ByteSet = .alphanumeric) -> TokenShape.Piece {
        .run(set, count...count)
    }
    private static func n(_ counts: ClosedRange<Int>, _ set: ByteSet = .alphanumeric) -> TokenShape.Piece {
        .run(set, counts)
    }
    private static func t(_ text: String) -> TokenShape.Piece { .text(text) }
    private static let uuidPieces = [
        n(8, .hex), t("-"), n(4, .hex), t("-"), n(4, .hex), t("-"), n(4, .hex), t("-"), n(12, .hex),
    ]

    /// Chat and mail.
    static let messages: [ScanRule] = [
        .token(
            "slack-token", "Slack", "token", ["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxo-"],
            [n(8...14, .digits), t("-"), n(18...250, ByteSet("A-Za-z0-9-"))]),
        .token(
            "slack-config-token", "Slack", "configuration token", ["xoxe.xoxp-", "xoxe.xoxb-", "xoxe-"],
            [n(1, .digits), t("-"), n(120...250)]),
        .token(
            "slack-session-token", "Slack", "session token", ["xoxc-", "xoxd-"],
            [n(40...300, ByteSet("A-Za-z0-9%+/=-"))]),
        .token(
            "slack-app-token", "Slack", "app token", ["xapp-"],
            [
                n(1, .digits), t("-"), n(9...13, ByteSet("A-Z0-9")), t("-"), n(10...14, .digits), t("-"),
                n(40...70, .lowerAlphanumeric),
            ]),
        .token(
            "slack-webhook", "Slack", "webhook", ["hooks.slack.com/services/"],
            [t("T"), n(8...12, ByteSet("A-Z0-9")), t("/B"), n(8...12, ByteSet("A-Z0-9")), t("/"), n(20...28)]),
        .token(
            "slack-workflow-webhook", "Slack", "workflow webhook",
            ["hooks.slack.com/workflows/", "hooks.slack.com/triggers/"],
            [
                n(8...13, ByteSet("A-Z0-9")), t("/"), n(8...20, ByteSet("A-Z0-9")), t("/"),
                n(16...40, ByteSet("A-Za-z0-9/")),
            ]),
        .token(
            "discord-webhook", "Discord", "webhook",
            ["discord.com/api/webhooks/", "discordapp.com/api/webhooks/"],
            [n(17...20, .digits), t("/"), n(60...72, .base64URL)]),
        .named("discord-token", "Discord", "bot token", ["discord", "bottoken"], .dotted, [59...72]),
        .token(
            "telegram-token", "Telegram", "bot token", [":AA"], [n(32...33, .base64URL)],
            lead: (.digits, 8...10), boundary: .base64URL),
        .token(
            "teams-webhook", "Microsoft Teams", "webhook", [".webhook.office.com/webhookb2/"],
            [n(36, .uuid), t("@"), n(36, .uuid), t("/IncomingWebhook/"), n(32, .hex), t("/"), n(36, .uuid)],
            boundary: ByteSet("~"), entropy: 2),
        .token(
            "zapier-webhook", "Zapier", "webhook", ["hooks.zapier.com/hooks/catch/"],
            [n(5...9, .digits), t("/"), n(6...10, .lowerAlphanumeric)], entropy: 2),
        .token("twilio-key", "Twilio", "API key", ["SK"], [n(32, .hex)]),
        .named("twilio-token", "Twilio", "auth token", ["twilio"], .hex, [32...32]),
        .token(
            "sendgrid-key", "SendGrid", "API key", ["SG."], [n(22, .base64URL), t("."), n(43, .base64URL)],
            boundary: .base64URL),
        .token("mailgun-key", "Mailgun", "API key", ["key-"], [n(32, .hex)]),
        .named("mailgun-private-key", "Mailgun", "API key", ["mailgun"], ByteSet("a-f0-9-"), [50...50]),
        .token("mailchimp-key", "Mailchimp", "API key", ["-us"], [n(1...2, .digits)], lead: (.hex, 32...32)),
        .token("brevo-key", "Brevo", "API key", ["xkeysib-", "xsmtpsib-"], [n(64, .hex), t("-"), n(16)]),
        .token("resend-key", "Resend", "API key", ["re_"], [n(8), t("_"), n(24)]),
        .named("postmark-token", "Postmark", "server token", ["postmark"], .uuid, [36...36], isUUID: true),
        .token("mailersend-token", "MailerSend", "API token", ["mlsn."], [n(64, .hex)]),
        .named("sparkpost-key", "SparkPost", "API key", ["sparkpost"], .hex, [40...40]),
        .token("intra42-secret", "Intra 42", "client secret", ["s-s4t2ud-", "s-s4t2af-"], [n(64, .hex)]),
    ]

    /// Money and shops.
    static let payments: [ScanRule] = [
        .token(
            "stripe-key", "Stripe", "secret key", ["sk_live_", "rk_live_", "sk_org_live_"], [n(16...120)]),
        .token(
            "stripe-test-key", "Stripe", "test key", ["sk_test_", "rk_test_"], [n(16...120)],
            severity: .medium),
        .token(
            "stripe-webhook-secret", "Stripe", "webhook secret", ["whsec_"],
            [n(32...64, ByteSet("A-Za-z0-9+/="))]),
        .token("square-token", "Square", "access token", ["sq0atp-"], [n(22, .base64URL)]),
        .token("square-secret", "Square", "application secret", ["sq0csp-"], [n(43, .base64URL)]),
        .token(
            "square-access-token", "Square", "access token", ["EAAA"], [n(60, .base64URL)],
            boundary: ByteSet("A-Za-z0-9_+/=-"), entropy: 4),
        .token(
            "braintree-token", "Braintree", "access token",
            ["access_token$production$", "access_token$sandbox$"],
            [n(16, .lowerAlphanumeric), t("$"), n(32, .hex)]),
        .token(
            "shopify-token", "Shopify", "token", ["shpat_", "shpca_", "shppa_", "shpss_", "shpua_"],
            [n(32, .anyHex)]),
        .token(
            "plaid-token", "Plaid", "access token",
            ["access-production-", "access-sandbox-", "access-development-"], uuidPieces),
        .token("razorpay-key", "Razorpay", "key", ["rzp_live_"], [n(14)], entropy: 2.6),
        .token(
            "flutterwave-key", "Flutterwave", "secret key", ["FLWSECK-", "FLWSECK_TEST-"],
            [n(12...40, ByteSet("A-Za-z0-9-"))]),
        .token("paystack-key", "Paystack", "secret key", ["sk_live_", "sk_test_"], [n(40, .hex)]),
        .token("shippo-token", "Shippo", "API token", ["shippo_live_", "shippo_test_"], [n(40, .hex)]),
        .token("easypost-key", "EasyPost", "API key", ["EZAK", "EZTK"], [n(54)]),
        .token("duffel-token", "Duffel", "API token", ["duffel_live_", "duffel_test_"], [n(43, .base64URL)]),
        .token(
            "gocardless-token", "GoCardless", "API token", ["live_"], [n(40, .base64URL)],
            boundary: ByteSet("A-Za-z0-9_"), entropy: 3.8),
        .token(
            "adyen-key", "Adyen", "API key", ["AQE"], [n(80...400, ByteSet("A-Za-z0-9+/=-"))],
            boundary: ByteSet("A-Za-z0-9+/=-"), entropy: 4.5),
        .token(
            "lob-key", "Lob", "API key", ["live_", "test_"], [n(35, .hex)], boundary: ByteSet("A-Za-z0-9_")),
    ]

    /// Language models and what is built around them.
    static let models: [ScanRule] = [
        .token(
            "openai-key", "OpenAI", "API key", ["sk-proj-", "sk-svcacct-", "sk-admin-", "sk-None-"],
            [n(40...250, .base64URL)]),
        .token(
            "openai-legacy-key", "OpenAI", "API key", ["T3BlbkFJ"], [n(20)],
            lead: (ByteSet("A-Za-z0-9-"), 23...23)),
        .token(
            "anthropic-key", "Anthropic", "API key",
            [
                "sk-ant-api03-", "sk-ant-admin01-", "sk-ant-oat01-", "sk-ant-ort01-", "sk-ant-sid01-",
                "sk-ant-sid02-",
            ], [n(60...140, .base64URL)]),
        .token("openrouter-key", "OpenRouter", "API key", ["sk-or-v1-"], [n(64, .hex)]),
        .token("langfuse-key", "Langfuse", "secret key", ["sk-lf-"], uuidPieces),
        .token(
            "huggingface-token", "Hugging Face", "access token", ["hf_", "api_org_"], [n(34...40)],
            entropy: 3.6),
        .token("replicate-token", "Replicate", "API token", ["r8_"], [n(37...40)]),
        .token("groq-key", "Groq", "API key", ["gsk_"], [n(48...56)]),
        .token("perplexity-key", "Perplexity", "API key", ["pplx-"], [n(40...60)]),
        .token("xai-key", "xAI", "API key", ["xai-"], [n(70...90)]),
        .token("nvidia-key", "NVIDIA", "API key", ["nvapi-"], [n(60...70, .base64URL)]),
        .token(
            "langsmith-key", "LangSmith", "API key", ["lsv2_pt_", "lsv2_sk_"],
            [n(32, .hex), t("_"), n(10, .hex)]),
        .token("pinecone-key", "Pinecone", "API key", ["pcsk_"], [n(5...8), t("_"), n(50...70)]),
        .token("tavily-key", "Tavily", "API key", ["tvly-"], [n(28...60, .base64URL)]),
        .token("firecrawl-key", "Firecrawl", "API key", ["fc-"], [n(32, .hex)]),
        .token("e2b-key", "E2B", "API key", ["e2b_"], [n(40, .hex)]),
        .token("cerebras-key", "Cerebras", "API key", ["csk-"], [n(48, .lowerAlphanumeric)]),
        .token("jina-key", "Jina AI", "API key", ["jina_"], [n(60...66, .base64URL)]),
        .token(
            "voyage-key", "Voyage AI", "API key", ["pa-"], [n(43, .base64URL)], boundary: .base64URL,
            entropy: 4.2),
        .token("fireworks-key", "Fireworks AI", "API key", ["fw_"], [n(22...28)], entropy: 3.6),
        .token("elevenlabs-key", "ElevenLabs", "API key", ["sk_"], [n(48, .hex)]),
        .token("deepseek-key", "DeepSeek", "API key", ["sk-"], [n(32, .hex)]),
        .token("stability-key", "Stability AI", "API key", ["sk-"], [n(48)], entropy: 4),
    ]

    /// Watching, planning, drawing and the rest.
    static let products: [ScanRule] = [
        .token("linear-key", "Linear", "API key", ["lin_api_", "lin_oauth_"], [n(32...64)]),
        .token("notion-token", "Notion", "integration token", ["ntn_"], [n(40...50)]),
        .token(
            "notion-legacy-token", "Notion", "integration token", ["secret_"], [n(43)],
            boundary: ByteSet("A-Za-z0-9_"), entropy: 4),
        .token("airtable-token", "Airtable", "personal access token", ["pat"], [n(14), t("."), n(64, .hex)]),
        .token(
            "asana-token", "Asana", "personal access token", ["1/", "2/"],
            [n(15...17, .digits), .text("/"), n(15...17, .digits), .text(":"), n(32, .hex)]),
        .token(
            "figma-token", "Figma", "personal access token", ["figd_", "figdr_", "figu_", "figur_"],
            [n(38...50, .base64URL)]),
        .token(
            "grafana-token", "Grafana", "service account token", ["glsa_"], [n(32), t("_"), n(8, .anyHex)]),
        .token(
            "grafana-cloud-token", "Grafana Cloud", "access policy token", ["glc_"],
            [n(32...400, ByteSet("A-Za-z0-9+/="))]),
        .token("newrelic-key", "New Relic", "key", ["NRAK-", "NRAA-"], [n(27, ByteSet("A-Z0-9"))]),
        .token("newrelic-insert-key", "New Relic", "insert key", ["NRII-"], [n(32, .base64URL)]),
        .token("newrelic-license-key", "New Relic", "license key", ["FFFFNRAL"], [], lead: (.hex, 32...32)),
        .token("sentry-token", "Sentry", "auth token", ["sntryu_"], [n(64, .hex)]),
        .token(
            "sentry-org-token", "Sentry", "organization token", ["sntrys_"],
            [n(80...400, ByteSet("A-Za-z0-9+/=_"))]),
        .named(
            "datadog-key", "Datadog", "key", ["datadog", "ddapi", "ddapp", "ddclient"], .hex,
            [32...32, 40...40]),
        .token(
            "dynatrace-token", "Dynatrace", "token", ["dt0c01.", "dt0s01.", "dt0s16."],
            [n(24, ByteSet("A-Z0-9")), t("."), n(64, ByteSet("A-Z0-9"))]),
        .token("posthog-key", "PostHog", "personal API key", ["phx_"], [n(40...52)]),
        .named(
            "pagerduty-key", "PagerDuty", "API key", ["pagerduty", "pdapi"], ByteSet("A-Za-z0-9_+-"),
            [20...20]),
        .token("segment-token", "Segment", "API token", ["sgp_"], [n(64)]),
        .token(
            "dropbox-token", "Dropbox", "access token", ["sl."], [n(120...1400, .base64URL)],
            boundary: .dotted),
        .token(
            "facebook-token", "Facebook", "access token", ["EAAC", "EAAB", "EAAD", "EAAG", "EAAM"],
            [n(90...300)], boundary: ByteSet("A-Za-z0-9+/="), entropy: 4.2),
        .token(
            "twitter-bearer", "X", "bearer token", ["AAAAAAAAAAAAAAAAAAAAA"],
            [n(70...120, ByteSet("A-Za-z0-9%"))], entropy: 4),
        .token(
            "mapbox-token", "Mapbox", "secret token", ["sk.eyJ"],
            [n(40...200, .base64URL), t("."), n(20...40, .base64URL)]),
        .named("algolia-key", "Algolia", "admin API key", ["algolia"], .hex, [32...32]),
        .token(
            "hubspot-token", "HubSpot", "private app token",
            ["pat-na1-", "pat-na2-", "pat-na3-", "pat-eu1-", "pat-ap1-"], uuidPieces),
        .token("contentful-token", "Contentful", "management token", ["CFPAT-"], [n(43, .base64URL)]),
        .token("typeform-token", "Typeform", "access token", ["tfp_"], [n(40...64, .dotted)]),
        .token("frameio-token", "Frame.io", "API token", ["fio-u-"], [n(64, .base64URL)]),
        .token("okta-token", "Okta", "API token", ["SSWS 00"], [n(40, .base64URL)]),
        .named("okta-api-token", "Okta", "API token", ["okta"], .base64URL, [42...42]),
        .token(
            "salesforce-token", "Salesforce", "access token", ["00D"],
            [n(12...15), t("!"), n(80...130, ByteSet("A-Za-z0-9._"))]),
        .token(
            "clickup-token", "ClickUp", "API token", ["pk_"],
            [n(6...10, .digits), t("_"), n(32, ByteSet("A-Z0-9"))]),
        .token("pubnub-secret", "PubNub", "secret key", ["sec-c-"], [n(36...60, ByteSet("A-Za-z0-9+/="))]),
    ]
}
