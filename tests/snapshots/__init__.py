"""Pictures of the screens, compared with the ones that were looked at and accepted."""
