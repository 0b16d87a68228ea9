"""The insurer: approvals, calls and costs."""
