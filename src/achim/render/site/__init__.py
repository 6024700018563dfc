"""The reader: the pages of many editions, each a pure function of what the shelf holds."""
