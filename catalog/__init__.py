"""The shared vocabulary: quarters, definitions, results and where they lie."""
