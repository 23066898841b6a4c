-- Going back would lose what was written since: restore a backup instead.
SELECT 1;
