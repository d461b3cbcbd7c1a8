enum PlaceholderEigenpal {}
