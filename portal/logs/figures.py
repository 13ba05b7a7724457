"""Answers and their times, counted in each process for Prometheus."""

from prometheus_client import Counter, Histogram

ANSWERS = Counter("concordat_answers", "Requests answered.", ["page", "method", "status"])
SECONDS = Histogram(
    "concordat_answer_seconds", "How long requests took to answer, in seconds.", ["page"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)  # fmt: skip
