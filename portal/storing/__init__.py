"""Where documents are kept: a folder, or a bucket of S3; a storage that is away says so in one way."""
