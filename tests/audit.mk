.PHONY: test-audit

# The audit passes what is right (audit-synthetic) and fails what is not.
test-audit: build/bench/audit build/bench/synthetic audit-synthetic
	tests/unit/test_audit.sh build/bench/audit build/bench/synthetic build/test-audit
