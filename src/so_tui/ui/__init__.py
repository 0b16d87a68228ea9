"""The app: screens, dialogs and widgets."""
