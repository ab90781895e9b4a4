-- Which of UN Comtrade's two further values is the same number as the value. It was written as the valuation, which is
-- part of the key, so that a revised row stood beside the one that it revises. The rows that are there keep theirs until
-- files of their dataset are imported again.

ALTER TABLE trade_flows ADD COLUMN value_equals TEXT
    CONSTRAINT value_equals_is_known CHECK (value_equals IN ('cif', 'fob'));
