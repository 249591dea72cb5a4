"""Many articles: partitions on one machine or many, night after night; panels and differences."""
