"""What a Parquet file holds that lies in memory, read by this thread alone."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def table_in(content: bytes) -> "pa.Table":
    """The table in the bytes of a Parquet file; what Arrow raises where they are none.

    `read_table` leaves a thread of Arrow behind that lets go of the bytes when it will: where a command ends before,
    as one that refuses the file does, Python is taken down in its midst, and the exit status is that of a crash.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    return pq.ParquetFile(pa.BufferReader(content)).read(use_threads=False)
