enum PlaceholderEigenpalAPI {}
