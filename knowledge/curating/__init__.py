"""What curators need around the catalogue: rules, forms of files, the book, lists, links."""
