"""What the kinds of files that we hand over are called on the web (RFC 6838; IANA's list of media types)."""

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
JSON = "application/json"
