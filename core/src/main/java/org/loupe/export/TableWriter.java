package org.loupe.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Writes a table as CSV: one header line, UTF-8, RFC 4180, LF; whole rows reach the disk. */
public final class TableWriter<R> implements Closeable {

  private final List<Column<R>> columns;
  private final AppendedFile file;
  private final StringWriter pending = new StringWriter();
  private final CsvWriter csv;

  public TableWriter(Path file, List<Column<R>> columns) throws IOException {
    this.columns = columns;
    this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(pending);
    this.file = AppendedFile.begin(file);
    csv.writeRecord(columns.stream().map(Column::name).toList());
    flush();
  }

  public void write(R row) {
    csv.writeRecord(columns.stream().map(column -> column.cell(row)).toList());
  }

  /** Brings the rows to the disk, all of them or none. */
  public void flush() throws IOException {
    csv.flush();
    String rows = pending.toString();
    pending.getBuffer().setLength(0);
    if (!rows.isEmpty()) {
      file.append(rows.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() throws IOException {
    try (file) {
      flush();
    }
  }
}
