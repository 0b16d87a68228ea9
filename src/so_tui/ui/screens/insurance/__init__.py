"""Insurance: approvals, calls and costs."""
