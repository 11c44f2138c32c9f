"""The generator: definitions and results in, a handbook's pages out."""
