"""How the application is put together: settings now, URLs and WSGI with the site."""
