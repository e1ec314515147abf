"""The public data sets that `stockroom import` knows, each a module with `read(path)`."""
