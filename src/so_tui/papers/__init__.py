"""Papers to hand out: made from the case, written from templates, saved in the user's folders."""
