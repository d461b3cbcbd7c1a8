enum PlaceholderSourceRepository {}
