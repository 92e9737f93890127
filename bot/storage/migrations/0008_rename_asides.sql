-- A notice is what a result lacks, and nothing else.
ALTER TABLE notices RENAME TO asides;
