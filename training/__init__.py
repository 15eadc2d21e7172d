"""Where the numbers in `knowledge` come from: word vectors and weights, learned from our texts."""
