-- Words of guides by their beginnings: what somebody types is found while its last word is not finished.
create index guide_word_begins on guide_word (form text_pattern_ops);
