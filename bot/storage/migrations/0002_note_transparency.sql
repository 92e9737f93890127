ALTER TABLE pictures ADD COLUMN has_alpha INTEGER NOT NULL DEFAULT 0; -- it cannot be shown as a photo
