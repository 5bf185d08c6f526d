"""The provider's cross-field rules, one function per rule, each named by its number (docs/contracts/kling.md §12). Pure."""
