"""The public: the headline, map, trend and revisions of what is published, small counts hidden, drawn beforehand."""
