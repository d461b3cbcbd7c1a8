enum PlaceholderSourceFormat {}
