"""The app: its screens, dialogs and widgets."""
