enum PlaceholderEigenpalServer {}
