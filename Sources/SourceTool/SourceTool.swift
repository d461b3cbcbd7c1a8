enum PlaceholderSourceTool {}
