"""Words for people: catalogues in two languages, pages as data, and the front ends that show them."""
