"""Words for people: catalogues in two languages, pages as data, and the faces that show them."""
