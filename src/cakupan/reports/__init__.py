"""Reports: pictures of what the other rooms found, the same on a page, in a mail and in print."""
