# What each compiler needs to keep the jumps a strategy promises (the audit is the proof, not these).
dispatch_flags :=
