extension ScanRule {
    private static func n(_ count: Int, _ set: ByteSet = .alphanumeric) -> TokenShape.Piece {
        .run(set, count...count)
    }
    private static func n(_ counts: ClosedRange<Int>, _ set: ByteSet = .alphanumeric) -> TokenShape.Piece {
        .run(set, counts)
    }
    private static func t(_ text: String) -> TokenShape.Piece { .text(text) }

    /// Clouds and what runs on them.
    static let clouds: [ScanRule] = [
        .token(
            "aws-access-key", "AWS", "access key ID", ["AKIA", "ASIA", "ABIA", "ACCA"], [n(16, .base32)],
            entropy: 2.6),
        .token(
            "aws-bedrock-key", "AWS", "Bedrock API key", ["ABSK"], [n(109...269, ByteSet("A-Za-z0-9+/="))]),
        .named(
            "aws-secret-key", "AWS", "secret access key",
            ["aws", "secretaccesskey", "s3", "accesskeysecret"],
            also: ["secret"], .base64, [40...40]),
        .token("google-api-key", "Google", "API key", ["AIza"], [n(35, .base64URL)], boundary: .base64URL),
        .token("google-oauth-secret", "Google", "OAuth client secret", ["GOCSPX-"], [n(28, .base64URL)]),
        .token("google-oauth-token", "Google", "OAuth access token", ["ya29."], [n(30...512, .base64URL)]),
        .token("google-refresh-token", "Google", "OAuth refresh token", ["1//0"], [n(40...128, .base64URL)]),
        .token(
            "azure-client-secret", "Microsoft Azure", "client secret", ["Q~"], [n(31...34, .dotted)],
            lead: (ByteSet("A-Za-z0-9_.~-"), 4...4), boundary: ByteSet("A-Za-z0-9_~")),
        .token(
            "azure-devops-token", "Azure DevOps", "personal access token", ["JQQJ99"],
            [n(10...40), t("AZDO"), n(4)], lead: (.alphanumeric, 20...60)),
        .token(
            "azure-service-key", "Microsoft Azure", "service key", ["JQQJ99"], [n(22...44)],
            lead: (.alphanumeric, 40...60)),
        .token(
            "azure-storage-key", "Microsoft Azure", "storage account key", ["AccountKey="],
            [n(86, .base64), t("==")]),
        .token(
            "azure-shared-access-key", "Microsoft Azure", "shared access key", ["SharedAccessKey="],
            [n(43, ByteSet("A-Za-z0-9+/")), t("=")]),
        .token(
            "digitalocean-token", "DigitalOcean", "token", ["dop_v1_", "doo_v1_", "dor_v1_"], [n(64, .hex)]),
        .token("heroku-key", "Heroku", "API key", ["HRKU-"], [n(36...64, .base64URL)]),
        .named("heroku-api-key", "Heroku", "API key", ["heroku"], .uuid, [36...36], isUUID: true),
        .token(
            "alibaba-access-key", "Alibaba Cloud", "access key ID", ["LTAI"],
            [.counts(.alphanumeric, [12, 16, 17, 18, 19, 20, 21, 22])]),
        .token("tencent-secret-id", "Tencent Cloud", "secret ID", ["AKID"], [n(32)]),
        .token(
            "cloudflare-origin-key", "Cloudflare", "origin CA key", ["v1.0-"],
            [n(24, .hex), t("-"), n(146, .hex)]),
        .named(
            "cloudflare-token", "Cloudflare", "API token", ["cloudflare", "cfapi"], .base64URL,
            [37...37, 40...40]),
        .named("fastly-token", "Fastly", "API token", ["fastly"], .base64URL, [32...32]),
        .token("flyio-token", "Fly.io", "access token", ["fo1_"], [n(43, .base64URL)]),
        .token(
            "flyio-macaroon", "Fly.io", "access token", ["fm1r_", "fm1a_", "fm2_"],
            [n(80...1024, ByteSet("A-Za-z0-9+/=_-"))]),
        .named("vercel-token", "Vercel", "access token", ["vercel"], .alphanumeric, [24...24]),
        .token(
            "vercel-prefixed-token", "Vercel", "token", ["vcp_", "vci_", "vca_", "vcr_", "vck_"], [n(24...80)]
        ),
        .token("netlify-token", "Netlify", "personal access token", ["nfp_"], [n(36...48)]),
        .token("render-key", "Render", "API key", ["rnd_"], [n(28...40)]),
        .named("railway-token", "Railway", "token", ["railway"], .uuid, [36...36], isUUID: true),
        .named("linode-token", "Linode", "token", ["linode"], .hex, [64...64]),
        .named("vultr-key", "Vultr", "API key", ["vultr"], .alphanumeric, [36...36]),
        .named("hetzner-token", "Hetzner", "API token", ["hetzner", "hcloud"], .alphanumeric, [64...64]),
        .token("scaleway-access-key", "Scaleway", "access key", ["SCW"], [n(17, ByteSet("A-Z0-9"))]),
        .named(
            "scaleway-secret-key", "Scaleway", "secret key", ["scaleway", "scwsecret"], .uuid, [36...36],
            isUUID: true),
        .token(
            "vault-token", "HashiCorp Vault", "token", ["hvs.", "hvb.", "hvr."], [n(24...300, .base64URL)]),
        .token(
            "terraform-token", "HashiCorp Terraform", "API token", [".atlasv1."], [n(60...70, .base64URL)],
            lead: (.alphanumeric, 14...14)),
        .token("pulumi-token", "Pulumi", "access token", ["pul-"], [n(40, .hex)]),
        .token(
            "doppler-token", "Doppler", "token", ["dp.pt.", "dp.ct.", "dp.sa.", "dp.scim.", "dp.audit."],
            [n(40...44)]),
        .token(
            "doppler-service-token", "Doppler", "service token", ["dp.st."],
            [n(2...40, ByteSet("a-z0-9_-")), t("."), n(40...44)]),
        .token(
            "onepassword-token", "1Password", "service account token", ["ops_eyJ"],
            [n(200...1500, ByteSet("A-Za-z0-9+/=_-"))]),
        .token(
            "onepassword-secret-key", "1Password", "secret key", ["A3-"],
            [
                n(6, ByteSet("A-Z0-9")), t("-"), n(6...11, ByteSet("A-Z0-9")), t("-"),
                n(5, ByteSet("A-Z0-9")), t("-"), n(5, ByteSet("A-Z0-9")), t("-"), n(5, ByteSet("A-Z0-9")),
            ], entropy: 2.6),
        .token(
            "tailscale-key", "Tailscale", "key",
            ["tskey-auth-", "tskey-api-", "tskey-client-", "tskey-scim-", "tskey-webhook-"],
            [n(10...24), t("-"), n(20...48)]),
        .token("databricks-token", "Databricks", "access token", ["dapi"], [n(32, .hex)]),
        .token(
            "planetscale-token", "PlanetScale", "token", ["pscale_tkn_", "pscale_pw_", "pscale_oauth_"],
            [n(32...64, ByteSet("A-Za-z0-9_.=-"))]),
        .token("supabase-token", "Supabase", "access token", ["sbp_"], [n(40, .hex)]),
        .token("supabase-secret-key", "Supabase", "secret key", ["sb_secret_"], [n(22...48, .base64URL)]),
        .token("neon-key", "Neon", "API key", ["napi_"], [n(48...80)]),
        .token(
            "yandex-key", "Yandex Cloud", "API key", ["AQVN"], [n(35...38, .base64URL)], boundary: .base64URL),
        .token(
            "age-secret-key", "age", "secret key", ["AGE-SECRET-KEY-1"],
            [n(58, ByteSet("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"))]),
        .token(
            "eigenpal-key", "EigenPal", "API key", ["ep_"],
            [n(16, ByteSet("a-z2-7")), t("_"), n(52, ByteSet("a-z2-7"))]),
    ]

    /// Source hosting, builds and package registries.
    static let hosting: [ScanRule] = [
        .token("github-personal-token", "GitHub", "personal access token", ["ghp_"], [n(36)], checksum: true),
        .token("github-oauth-token", "GitHub", "OAuth access token", ["gho_"], [n(36)], checksum: true),
        .token("github-app-token", "GitHub", "app token", ["ghu_", "ghs_"], [n(36)], checksum: true),
        .token(
            "github-refresh-token", "GitHub", "refresh token", ["ghr_"], [.counts(.alphanumeric, [36, 76])],
            checksum: true),
        .token(
            "github-fine-grained-token", "GitHub", "fine-grained personal access token", ["github_pat_"],
            [n(22), t("_"), n(59)]),
        .token(
            "gitlab-token", "GitLab", "access token",
            [
                "glpat-", "gldt-", "glrt-", "glcbt-", "glsoat-", "glimt-", "glft-", "glagent-", "glffct-",
                "glrtr-", "glwt-",
            ],
            [n(20...300, .dotted)]),
        .token("gitlab-oauth-secret", "GitLab", "OAuth application secret", ["gloas-"], [n(64, .hex)]),
        .token("gitlab-trigger-token", "GitLab", "pipeline trigger token", ["glptt-"], [n(40, .base64URL)]),
        .token(
            "gitlab-runner-token", "GitLab", "runner registration token", ["GR1348941"], [n(20, .base64URL)]),
        .token(
            "bitbucket-app-password", "Bitbucket", "app password", ["ATBB"], [n(32, ByteSet("A-Za-z0-9_=-"))]),
        .token(
            "bitbucket-token", "Bitbucket", "access token", ["ATCTT3xFf"],
            [n(150...250, ByteSet("A-Za-z0-9_=-"))]),
        .token(
            "atlassian-token", "Atlassian", "API token", ["ATATT3xFf"],
            [n(150...250, ByteSet("A-Za-z0-9_=-"))]),
        .token("npm-token", "npm", "access token", ["npm_"], [n(36)], checksum: true),
        .token(
            "pypi-token", "PyPI", "API token", ["pypi-AgEIcHlwaS5vcmc", "pypi-AgENdGVzdC5weXBpLm9yZw"],
            [n(50...300, .base64URL)]),
        .token("rubygems-key", "RubyGems", "API key", ["rubygems_"], [n(48, .hex)]),
        .token("crates-token", "crates.io", "API token", ["cio"], [n(32)], entropy: 3.2),
        .token("nuget-key", "NuGet", "API key", ["oy2"], [n(43, .lowerAlphanumeric)], entropy: 3.2),
        .token(
            "docker-token", "Docker Hub", "access token", ["dckr_pat_", "dckr_oat_"], [n(27...40, .base64URL)]
        ),
        .token("artifactory-key", "JFrog Artifactory", "API key", ["AKCp"], [n(60...80)]),
        .token("artifactory-token", "JFrog Artifactory", "reference token", ["cmVmdGtuO"], [n(50...80)]),
        .token("clojars-token", "Clojars", "deploy token", ["CLOJARS_"], [n(60, .lowerAlphanumeric)]),
        .token("buildkite-token", "Buildkite", "access token", ["bkua_"], [n(40, .hex)]),
        .token(
            "circleci-token", "CircleCI", "access token", ["CCIPAT_", "CCIPRJ_"],
            [n(16...30), t("_"), n(40, .hex)]),
        .named("circleci-api-token", "CircleCI", "API token", ["circleci", "circletoken"], .hex, [40...40]),
        .named("travis-token", "Travis CI", "API token", ["travis"], .alphanumeric, [20...22]),
        .named("codecov-token", "Codecov", "upload token", ["codecov"], .uuid, [36...36], isUUID: true),
        .named("snyk-token", "Snyk", "API token", ["snyk"], .uuid, [36...36], isUUID: true),
        .token("sonarqube-token", "SonarQube", "token", ["squ_", "sqp_", "sqa_"], [n(40, .hex)]),
        .token("postman-key", "Postman", "API key", ["PMAK-"], [n(24, .hex), t("-"), n(34, .hex)]),
        .token(
            "launchdarkly-key", "LaunchDarkly", "access token", ["api-", "sdk-"],
            [n(8, .hex), t("-"), n(4, .hex), t("-"), n(4, .hex), t("-"), n(4, .hex), t("-"), n(12, .hex)]),
        .token("prefect-key", "Prefect", "API key", ["pnu_", "pnb_"], [n(36)]),
        .token("infracost-key", "Infracost", "API key", ["ico-"], [n(32)]),
        .token("readme-key", "ReadMe", "API key", ["rdme_"], [n(70, .lowerAlphanumeric)]),
    ]
}
