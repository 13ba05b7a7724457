"""Each environment variable that the settings read: its default in words, and what it is for."""

VARIABLES: dict[str, tuple[str, str]] = {
    "CONCORDAT_DATA": (
        "`var` beside the code",
        "Where the embedded default keeps its database, documents and keys; where it is not there yet, it is made for "
        "its owner alone (0700).",
    ),
    "CONCORDAT_DEMO": (
        "off; on in `make run`",
        "A demonstration: sample people, their sign-ins printed at the start, and the outbox at `/outbox/`. "
        "Refused where the site is served by https.",
    ),
    "CONCORDAT_DEBUG": ("off", "Django's debug pages, for a developer's own machine."),
    "CONCORDAT_SECRET_KEY": (
        "made on first run and kept in the data directory",
        "Signs sessions. Give every process of one portal the same.",
    ),
    "CONCORDAT_SITE_URL": (
        "`http://127.0.0.1:8000`",
        "The address people use, as it stands in mail and on documents. With https, cookies are secure.",
    ),
    "CONCORDAT_ALLOWED_HOSTS": ("this machine's own names", "Host names to answer to, separated by commas."),
    "DATABASE_URL": (
        "SQLite in the data directory",
        "The database, such as `postgres://concordat:password@db.example/concordat`.",
    ),
    "CONCORDAT_SSL_REDIRECT": ("on with https", "Whether the portal itself sends http on to https."),
    "CONCORDAT_BEHIND_PROXY": (
        "off",
        "Believe the proxy's `X-Forwarded-Proto`, and the last address of its `X-Forwarded-For`. Only where the proxy "
        "sets both on every request.",
    ),
    "CONCORDAT_FILES_BY_PROXY": (
        "off",
        "Name a document that is handed out to nginx (`X-Accel-Redirect`), which reads it from the same folder. Only "
        "behind a proxy with the location `/kept-files/` of `deploy/nginx.conf`; a bucket is read by the portal.",
    ),
    "CONCORDAT_SECOND_FACTOR": (
        "on with https",
        "Whether whoever approves or signs needs an authenticator app or a passkey: without one, only their account "
        "opens to them. `everybody` asks it of all who sign in.",
    ),
    "CONCORDAT_OPENID_ISSUER": (
        "none: people sign in with a password or a passkey only",
        "The OpenID Connect provider with which people may sign in too, such as `https://login.example.gov.uk`.",
    ),
    "CONCORDAT_OPENID_CLIENT_ID": ("none", "What the provider calls the portal."),
    "CONCORDAT_OPENID_SECRET_FILE": ("none", "A file that holds the secret which the provider gave the portal."),
    "CONCORDAT_OPENID_NAME": ("`your organisation’s account`", "What people call it: Sign in with …"),
    "CONCORDAT_OPENID_TRUSTED_DOMAINS": (
        "none: people connect their account themselves",
        "Domains of email addresses, separated by commas, for which an address that the provider has verified opens "
        "the account with that address. Only those whose mailboxes the provider itself gives out.",
    ),
    "CONCORDAT_OPENID_SECOND_FACTOR": (
        "none: a sign-in there is one factor",
        "Values of `amr` or `acr`, separated by commas, by which the provider says that two factors were given, such "
        "as `mfa`.",
    ),
    "CONCORDAT_BREACHED_PASSWORDS": (
        "none",
        "A file of breached passwords that nobody may choose: SHA-1 hashes in order, as Have I Been Pwned hands it out "
        "(its downloader makes it as one file). Nothing of a password leaves the machine.",
    ),
    "CONCORDAT_PACE": (
        "1",
        "How many times as often as usual one person may do what is dear, such as `2`; `0` for no limit. "
        "[How to operate](../how-to/operate.md) has the table.",
    ),
    "CONCORDAT_IDLE_MINUTES": ("60", "After how many minutes without use a sign-in ends."),
    "CONCORDAT_SESSION_HOURS": ("12", "After how many hours a sign-in ends in any case."),
    "CONCORDAT_FACTOR_KEYS": (
        "`CONCORDAT_SECRET_KEY`",
        "Encrypt what authenticator apps are reckoned from. Several, separated by commas: the first "
        "encrypts, the others are read with until `manage.py encrypt_factors` has brought all under the first. Give "
        "every process the same, and name the old secret key here before you change it.",
    ),
    "CONCORDAT_CLAMD": (
        "none: files are not looked through for viruses",
        "ClamAV's daemon, which looks through each file that people send: its socket, such as "
        "`/run/clamav/clamd.ctl`, or `host:port`. While it is away no file is taken.",
    ),
    "CONCORDAT_KEYS": (
        "`keys` in the data directory",
        "Where the certificate authority and the signing keys lie. Made on first run unless you put your own.",
    ),
    "CONCORDAT_KEY_PASSPHRASE": (
        "made on first run and kept in the data directory",
        "Encrypts the private keys at rest.",
    ),
    "CONCORDAT_PKCS11_MODULE": (
        "none",
        "The driver of a PKCS#11 token, such as `/usr/lib/softhsm/libsofthsm2.so`: new keys are made in it and stay in "
        "it. Keys made before stay where they are until `manage.py rotate_keys --apply`.",
    ),
    "CONCORDAT_PKCS11_TOKEN": ("`concordat`", "The token's label."),
    "CONCORDAT_PKCS11_PIN": ("none", "The token's user PIN."),
    "CONCORDAT_TIMESTAMP_URL": (
        "none",
        "A time-stamping authority (RFC 3161) for signatures, and for archive copies where its certificate is in "
        "`time/` beside the keys.",
    ),
    "CONCORDAT_MAIL_URL": (
        "a line on the console for each",
        "The mail server, such as `smtp+tls://user:password@mail.example:587`.",
    ),
    "CONCORDAT_MAIL_FROM": ("`Concordat <no-reply@concordat.example>`", "The sender of all mail."),
    "CONCORDAT_S3_BUCKET": (
        "none: a folder in the data directory",
        "The private bucket in which documents are kept, of S3 or of a server that speaks as S3 does.",
    ),
    "CONCORDAT_S3_ENDPOINT": ("Amazon's", "The address of another S3 server, such as `https://s3.example.org`."),
    "CONCORDAT_S3_REGION": ("`eu-west-2`", "The bucket's region."),
    "CONCORDAT_S3_ACCESS_KEY": ("what the machine itself is allowed", "The key that may read and write the bucket."),
    "CONCORDAT_S3_SECRET_KEY": ("what the machine itself is allowed", "The secret of that key."),
    "CONCORDAT_S3_PREFIX": ("none", "A folder of the bucket, where several portals share it."),
    "CONCORDAT_LOG_FORMAT": (
        "`readable`",
        "`json` for one JSON object a line, with a line for each request: for whatever collects logs.",
    ),
    "CONCORDAT_METRICS_TOKEN": (
        "none: there is nothing at `/metrics`",
        "What Prometheus sends as `Authorization: Bearer …` to be given the figures at `/metrics`.",
    ),
}
