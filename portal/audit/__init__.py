"""The audit trail: every write passes through an act, and every act leaves one chained event."""
