"""Following up with the first doctor: the visit, letters and papers."""
