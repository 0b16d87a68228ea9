"""Papers that go out: made from the case, written from templates, kept in files of the user's."""
